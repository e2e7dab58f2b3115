// Says below the map what the area under the pointer or the focus stands for. Without this the
// browser's own tips say it, and the list has every figure.

for (const map of document.querySelectorAll("svg.map")) {
  const line = map.parentElement.querySelector("[data-map-says]");
  const says = (event) => event.target.closest("path, circle, a")?.querySelector("title")?.textContent ?? "";
  const say = (event) => {
    line.textContent = says(event);
  };
  // The figure listens, not the map: an SVG element that listens for focus can itself be focused.
  map.parentElement.addEventListener("focusin", say);
  map.parentElement.addEventListener("pointerover", (event) => {
    if (map.contains(event.target)) say(event);
  });
  map.addEventListener("pointerleave", () => {
    line.textContent = "";
  });
}
