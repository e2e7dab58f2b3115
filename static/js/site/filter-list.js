// Filters a list of places while a name is typed. Without scripts the same forms are answered by the
// server. There are two: the report's list of links by region, and the sorted table of countries.

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

// The report's list: regions open while a name is typed, and Enter follows the only match.
const form = document.querySelector("[data-find]");
if (form) {
  const list = form.closest("[data-places]");
  const status = list.querySelector("[data-find-status]");
  const groups = [...list.querySelectorAll("[data-region]")].map((region) => ({
    head: region.parentElement,
    region,
    wasOpen: region.open,
    items: itemsOf(region, "li"),
  }));
  let searching = false;
  let match = null;
  filterList(form.elements.place, groups, (wanted, found) => {
    if (wanted && !searching) for (const g of groups) g.wasOpen = g.region.open;
    for (const g of groups) {
      if (wanted) g.region.open = !g.head.hidden;
      else if (searching) g.region.open = g.wasOpen;
    }
    searching = wanted !== "";
    match = searching ? (found.find((p) => p.name === wanted) ?? (found.length === 1 ? found[0] : null)) : null;
    if (!searching) status.textContent = "";
    else if (found.length === 0) status.textContent = "No country or region of that name";
    else if (found.length === 1) status.textContent = `${found[0].link.textContent.trim()}: press Enter`;
    else status.textContent = `${found.length} places`;
  })();
  form.addEventListener("submit", (event) => {
    if (!match) return;
    event.preventDefault();
    location.assign(match.link.href);
  });
}

// The sorted table: the page's address and the links to other orders keep the typed text.
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
