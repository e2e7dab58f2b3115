// Loads the script of what is below the first view as soon as the reader does anything.

const script = document.querySelector("script[data-later]");

if (script) {
  const address = script.dataset.later;
  const load = () => import(address).then(() => script.removeAttribute("data-later"));
  for (const type of ["pointermove", "pointerdown", "keydown", "focusin", "scroll"]) addEventListener(type, load, { once: true, passive: true });
}
