// Loads the script of what is below the first view as soon as the reader does anything.

const script = document.querySelector("script[data-later]");

if (script) {
  const begun = new AbortController();
  const load = (event) => {
    // A browser that lays out a page sends a pointer that rests on it a move without any movement.
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    begun.abort();
    import(script.dataset.later).then(() => script.removeAttribute("data-later"));
  };
  for (const type of ["pointermove", "pointerdown", "keydown", "focusin", "scroll"]) addEventListener(type, load, { passive: true, signal: begun.signal });
}
