// Finds countries in a sorted list as their names are typed, and keeps what is looked for in the
// address. Without this the same field is a form that the server answers.

const form = document.querySelector("[data-sift]");
const table = document.querySelector("[data-sifted]");
if (form && table) {
  const input = form.elements.find;
  const status = form.querySelector("[data-sift-status]");
  const groups = [...table.tBodies].map((body) => ({
    head: body.querySelector(".sorted__region"),
    rows: [...body.querySelectorAll("tr[data-also]")].map((row) => ({
      row,
      names: plain(`${row.querySelector("a").textContent} ${row.dataset.also}`),
    })),
  }));

  // The text as it is compared: lower case, no accents, single spaces.
  function plain(text) {
    return text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  function show() {
    const wanted = plain(input.value);
    let found = 0;
    for (const group of groups) {
      let some = false;
      for (const { row, names } of group.rows) {
        row.hidden = wanted !== "" && !` ${names}`.includes(` ${wanted}`);
        if (!row.hidden) [some, found] = [true, found + 1];
      }
      if (group.head) group.head.hidden = !some;
    }
    if (!wanted) status.textContent = "";
    else if (found === 0) status.textContent = "No country of that name has a row here";
    else status.textContent = found === 1 ? "1 country" : `${found} countries`;
    keep();
  }

  // The address says what is looked for, and so do the links to other orders of the list.
  function keep() {
    const wanted = input.value.trim();
    const query = wanted ? `?${new URLSearchParams({ find: wanted })}` : "";
    history.replaceState(history.state, "", location.pathname + query + location.hash);
    for (const link of document.querySelectorAll("a[data-sift-keep]")) link.search = query;
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}
