// Makes the list of places a field that filters it as one types: a combobox with a listbox (WAI-ARIA APG). A choice
// shows the place at once. Without scripts the list and a search by the server do the same.

// plain returns text in the form used for comparison: lower case, no accents, single spaces.
function plain(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

// search returns the places that a text may mean, the best match first, and whether it can only be the first one. The
// rule is that of Places.Search, which says why.
function search(places, absent, text) {
  const key = plain(text).replace(/^the /, "");
  const found = [[], [], [], [], []]; // the whole name, its beginning, a word's, a letter differs, or two
  if (key && key.length <= 64 && !absent.includes(key)) {
    const allowed = Math.min(Math.floor([...key].length / 4), 2);
    for (const place of places) found[match(place, key, allowed)]?.push(place);
  }
  const near = [found.slice(0, 3).flat(), found[3], found[4]].find((list) => list.length > 0) ?? [];
  return { found: near, sure: near.length === 1 || found[0].length === 1 };
}

function match(place, key, allowed) {
  if (place.names.includes(key)) return 0;
  if (place.names[0].startsWith(key)) return 1;
  if (place.names.some((name) => ` ${name}`.includes(` ${key}`))) return 2;
  const edits = Math.min(...place.names.map((name) => distance(key, name) + (name[0] === key[0] ? 0 : 1)));
  return edits <= allowed ? 2 + edits : undefined;
}

// distance returns in how many letters a and b differ: one is missing, added or another, or two changed places.
function distance(a, b) {
  const [x, y] = [[...a], [...b]];
  const rows = [y.map((_, j) => j).concat(y.length)];
  for (let i = 1; i <= x.length; i++) {
    const row = [i];
    for (let j = 1; j <= y.length; j++) {
      row[j] = Math.min(rows[i - 1][j - 1] + (x[i - 1] === y[j - 1] ? 0 : 1), rows[i - 1][j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[x.length][y.length];
}

// make returns an element with properties and attributes.
function make(tag, properties, attributes = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const namesOf = (list) => (list ? list.split("|").map(plain) : []);

function combobox(select) {
  const { form } = select;
  const absent = namesOf(select.dataset.absent);
  const places = [...select.options].map((option, i) => ({
    value: option.value,
    text: option.text,
    region: option.closest("optgroup")?.label,
    names: [plain(option.dataset.name ?? option.text), plain(option.value)],
    element: make("li", { id: `${select.id}-${i}`, role: "option", textContent: option.text }, { "aria-selected": "false" }),
  }));
  const chosen = places[[...select.options].findIndex((option) => option.defaultSelected)] ?? places[0];

  const box = make("span", { className: "combobox" });
  const input = make(
    "input",
    { id: select.id, name: select.name, autocomplete: "off", spellcheck: false, enterKeyHint: "go", role: "combobox" },
    { "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${select.id}-list`, "aria-describedby": `${select.id}-hint`, autocapitalize: "none" },
  );
  const list = make("ul", { id: `${select.id}-list`, role: "listbox", hidden: true }, { "aria-label": select.labels[0].textContent });
  const status = make("span", { className: "vh", role: "status" });
  const hint = make("span", { id: `${select.id}-hint`, hidden: true, textContent: "Type a name. Choosing one shows its figures." });
  box.append(input, list, status, hint);

  let shown = []; // the places in the open list
  let active = -1;
  const isOpen = () => input.ariaExpanded === "true";

  function activate(index) {
    shown[active]?.element.setAttribute("aria-selected", "false");
    active = index;
    const element = shown[active]?.element;
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element) input.setAttribute("aria-activedescendant", element.id);
    else input.removeAttribute("aria-activedescendant");
  }

  // open shows places, all of them by region.
  function open(found) {
    activate(-1);
    shown = found;
    const regions = found === places ? new Set(found.map((p) => p.region)) : [null];
    list.replaceChildren();
    for (const region of regions) {
      const elements = found.filter((p) => region === null || p.region === region).map((p) => p.element);
      if (!region) {
        list.append(...elements);
        continue;
      }
      const group = make("ul", { role: "group" }, { "aria-label": region });
      group.append(make("li", { className: "combobox__region", role: "presentation", textContent: region }), ...elements);
      list.append(make("li", { role: "presentation" }));
      list.lastChild.append(group);
    }
    list.hidden = found.length === 0;
    input.ariaExpanded = String(found.length > 0);
    status.className = found.length > 0 ? "vh" : "combobox__none";
    status.textContent = found.length === 0 ? select.dataset.none : found.length === 1 ? "1 place" : `${found.length} places`;
  }

  function close() {
    activate(-1);
    list.hidden = true;
    input.ariaExpanded = "false";
    status.className = "vh";
    status.textContent = "";
  }

  function openAll() {
    open(places);
    activate(places.indexOf(chosen));
    input.select();
  }

  function restore() {
    close();
    input.value = select.dataset.typed ?? chosen.text;
  }

  function find() {
    const { found, sure } = search(places, absent, input.value);
    open(found);
    if (sure) activate(0);
  }

  // load adds the places' other names. Until they are here, or without them, the server's search knows them.
  async function load() {
    const response = await fetch(select.dataset.combobox);
    const others = await response.json();
    for (const place of places) place.names.push(...(others[place.value] ?? []).map(plain));
    if ((isOpen() && shown !== places) || status.className !== "vh") find();
  }

  function choose(place) {
    close();
    input.value = place.text;
    form.requestSubmit();
  }

  // meant returns the place that the field's text can only mean.
  function meant() {
    const same = places.find((p) => p.text === input.value.trim());
    const { found, sure } = search(places, absent, input.value);
    return same ?? (sure ? found[0] : null);
  }

  input.addEventListener("input", () => {
    if (input.value.trim()) find();
    else openAll();
  });
  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("click", () => {
    if (isOpen()) close();
    else openAll();
  });
  input.addEventListener("blur", () => {
    if (input.value.trim()) close();
    else restore();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (!isOpen()) openAll();
      else if (key === "ArrowDown") activate((active + 1) % shown.length);
      else activate((active <= 0 ? shown.length : active) - 1);
    } else if (key === "Enter" && active >= 0) choose(shown[active]);
    else if (key === "Escape") restore();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const place = shown.find((p) => p.element === event.target);
    if (place) choose(place);
  });

  // The form sends the place's value. A text that may mean several places, or none, goes to the server.
  form.addEventListener("formdata", (event) => event.formData.set(input.name, meant()?.value ?? input.value));
  form.addEventListener("submit", (event) => {
    if (!input.value.trim()) restore();
    if (!meant()) event.stopImmediatePropagation(); // of go.js
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) restore(); // the page is shown again with the choice that led away from it
  });

  restore();
  select.replaceWith(box);
}

for (const select of document.querySelectorAll("[data-combobox]")) combobox(select);
