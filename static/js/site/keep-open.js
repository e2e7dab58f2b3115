// Keeps what is open over a change of period or place and on Back. Without scripts ?expand= does.

const key = "open";

// parts holds, by id, whether the reader opened or closed a part.
let parts = {};
try {
  parts = JSON.parse(sessionStorage.getItem(key)) ?? {};
} catch {
  // Storage is off: nothing is kept.
}

const asked = new URLSearchParams(location.search).has("expand");
for (const [id, open] of Object.entries(parts)) {
  const part = document.getElementById(id);
  if (part?.matches("details") && !asked) part.open = open;
}

// A part that the reader does not touch is not kept, so that each page opens its own region.
document.addEventListener("click", (event) => {
  const part = event.target.closest("summary")?.parentElement;
  if (!part?.id) return;
  parts[part.id] = !part.open; // it changes after this event
  save();
});

// "Expand all" and "Collapse all" come here, too.
document.addEventListener("expanded", (event) => {
  for (const part of event.detail) if (part.id) parts[part.id] = part.open;
  save();
});

function save() {
  try {
    sessionStorage.setItem(key, JSON.stringify(parts));
  } catch {
    // As above.
  }
}
