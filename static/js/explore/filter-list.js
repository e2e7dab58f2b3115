// Filters the sorted table of countries while a name is typed. Without scripts the server answers the same form.

// plain returns text in the form used for comparison: lower case, no accents, single spaces.
function plain(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

// filterList hides the items that do not match the input, and the groups without a match. done gets
// the typed text in plain form and the items that match, after each change.
function filterList(input, groups, done) {
  for (const group of groups) {
    for (const item of group.items) {
      item.link = item.element.querySelector("a");
      item.name = plain(item.link.textContent);
      const code = item.link.pathname.split("/").pop();
      item.names = ` ${item.name} ${plain(`${code} ${item.element.dataset.also ?? ""}`)}`;
    }
  }
  function show() {
    const wanted = plain(input.value);
    const found = [];
    for (const group of groups) {
      const matches = group.items.filter((item) => !wanted || item.names.includes(` ${wanted}`));
      for (const item of group.items) item.element.hidden = !matches.includes(item);
      if (group.head) group.head.hidden = matches.length === 0;
      found.push(...matches);
    }
    done(wanted, found);
  }
  input.addEventListener("input", show);
  return show;
}

const itemsOf = (parent, selector) => [...parent.querySelectorAll(selector)].map((element) => ({ element }));

// The page's address and the links to other orders keep the typed text.
const table = document.querySelector("[data-sifted]");
if (table) {
  const form = document.querySelector("[data-sift]");
  const status = form.querySelector("[data-sift-status]");
  const groups = [...table.tBodies].map((body) => ({
    head: body.querySelector(".sorted__region"),
    items: itemsOf(body, "tr[data-also]"),
  }));
  const show = filterList(form.elements.find, groups, (wanted, found) => {
    if (!wanted) status.textContent = "";
    else if (found.length === 0) status.textContent = "No country of that name has a row here";
    else status.textContent = found.length === 1 ? "1 country" : `${found.length} countries`;
    const text = form.elements.find.value.trim();
    const query = text ? `?${new URLSearchParams({ find: text })}` : "";
    history.replaceState(history.state, "", location.pathname + query + location.hash);
    for (const link of document.querySelectorAll("a[data-sift-keep]")) link.search = query;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}
