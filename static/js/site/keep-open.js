// Keeps what is open over a change of period or place and on Back. Without scripts ?expand= does.

const key = "open";

// parts holds, by name, whether the reader opened or closed a part.
let parts = {};
try {
  parts = JSON.parse(sessionStorage.getItem(key)) ?? {};
} catch {
  // Storage is off: nothing is kept.
}

const asked = new URLSearchParams(location.search).has("expand");
for (const part of document.querySelectorAll("details")) {
  const open = parts[nameOf(part)];
  if (open !== undefined && !(asked && part.id)) part.open = open;
}

// A part that the reader does not touch is not kept, so that each page opens its own region.
document.addEventListener("click", (event) => {
  const part = event.target.closest("summary")?.parentElement;
  const name = part && nameOf(part);
  if (!name) return;
  parts[name] = !part.open; // it changes after this event
  save();
});

// "Expand all" and "Collapse all" come here, too.
document.addEventListener("expanded", (event) => {
  for (const part of event.detail) if (part.id) parts[part.id] = part.open;
  save();
});

// nameOf returns what a part is kept by: its id or, for a row of a table, its place and what it stands in. Any other part
// is not kept.
function nameOf(part) {
  if (part.id || !part.matches(".row__more")) return part.id;
  return `${part.closest("[id]").id} ${part.querySelector("summary").textContent}`;
}

function save() {
  try {
    sessionStorage.setItem(key, JSON.stringify(parts));
  } catch {
    // As above.
  }
}
