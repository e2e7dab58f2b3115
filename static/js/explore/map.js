// Shows below the map the label of the area under the pointer or with the focus. Without scripts the
// browser shows tooltips, and the list has every figure.

for (const map of document.querySelectorAll("svg.map")) {
  const line = map.parentElement.querySelector("[data-map-says]");
  const says = (event) => event.target.closest("path, circle, a")?.querySelector("title")?.textContent ?? "";
  const say = (event) => {
    line.textContent = says(event);
  };
  // Listen on the figure, since an SVG element with a focus listener becomes focusable.
  map.parentElement.addEventListener("focusin", say);
  map.parentElement.addEventListener("pointerover", (event) => {
    if (map.contains(event.target)) say(event);
  });
  map.addEventListener("pointerleave", () => {
    line.textContent = "";
  });
}
