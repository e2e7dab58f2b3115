// Loads the script of what is below the first view as soon as the reader does anything.

const later = document.querySelector("script[data-later]")?.dataset.later;

if (later)
  for (const type of ["pointermove", "pointerdown", "keydown", "focusin", "scroll"])
    addEventListener(type, () => import(later), { once: true, passive: true });
