// Shows the label of the area under the pointer or with the focus beside it. The map is one Tab stop;
// arrow keys go from the highest figure to the lowest. Without scripts the browser shows tooltips, links
// are for the pointer alone, and the list has every figure and link.

const reach = 16; // pixels; circles react to a pointer within this distance

for (const map of document.querySelectorAll("svg.map")) {
  const box = document.createElement("p");
  box.className = "say say--map";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true"); // the area has the same text as its label
  document.querySelector("main").append(box);

  // The box replaces the browser's tooltips.
  for (const title of map.querySelectorAll("title")) {
    title.parentElement.dataset.say = title.textContent;
    title.remove();
  }

  const order = [...document.querySelectorAll(".map-list a")].map((link) => link.getAttribute("href"));
  const links = [...map.querySelectorAll("a")];
  links.sort((a, b) => order.indexOf(a.getAttribute("href")) - order.indexOf(b.getAttribute("href")));
  let stop = links[0];
  stop?.setAttribute("tabindex", "0");
  map.setAttribute("aria-label", `${map.getAttribute("aria-label")} Arrow keys go from the highest to the lowest.`);

  // Shows a text beside a point, inside the window.
  function say(text, x, y) {
    box.textContent = text;
    box.hidden = false;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = x + 14 + box.offsetWidth > clientWidth ? x - 14 - box.offsetWidth : x + 14;
    const top = y + 18 + box.offsetHeight > clientHeight ? y - 10 - box.offsetHeight : y + 18;
    box.style.left = `${Math.max(0, Math.min(left, clientWidth - box.offsetWidth))}px`;
    box.style.top = `${Math.max(0, Math.min(top, clientHeight - box.offsetHeight))}px`;
  }

  function hush() {
    box.hidden = true;
  }

  function sayFocused() {
    const area = stop.querySelector("[data-say]");
    const at = area.getBoundingClientRect();
    say(area.dataset.say, at.left + at.width / 2, at.top + at.height / 2);
  }

  const steps = {
    ArrowRight: () => links.indexOf(stop) + 1,
    ArrowDown: () => links.indexOf(stop) + 1,
    ArrowLeft: () => links.indexOf(stop) - 1,
    ArrowUp: () => links.indexOf(stop) - 1,
    Home: () => 0,
    End: () => links.length - 1,
  };

  // Listen on the figure, since an SVG element with a focus listener becomes focusable.
  const figure = map.parentElement;
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !links.includes(event.target)) return;
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    links[step()]?.focus();
  });
  figure.addEventListener("focusin", (event) => {
    if (!links.includes(event.target)) return;
    stop.setAttribute("tabindex", "-1");
    stop = event.target;
    stop.setAttribute("tabindex", "0");
    sayFocused();
  });
  figure.addEventListener("focusout", hush);

  // Returns the area under the pointer, or the nearest circle within reach.
  const circles = [...map.querySelectorAll("a circle")];
  function meant(event) {
    const under = event.target.closest("circle, a path");
    if (under) return under;
    let best = event.target.closest("path");
    let least = reach;
    for (const circle of circles) {
      const at = circle.getBoundingClientRect();
      const away = Math.hypot(event.clientX - at.left - at.width / 2, event.clientY - at.top - at.height / 2) - at.width / 2;
      if (away < least) [best, least] = [circle, away];
    }
    return best;
  }
  function point(event) {
    const area = meant(event);
    if (area) say(area.dataset.say, event.clientX, event.clientY);
    else hush();
  }
  map.addEventListener("pointermove", point);
  map.addEventListener("pointerdown", point);
  map.addEventListener("pointerleave", hush);
  // The browser scrolls to what gets the focus after it has it.
  addEventListener("scroll", () => (document.activeElement === stop && !box.hidden ? sayFocused() : hush()), { passive: true });
  // Escape hides the text, wherever the focus is (WCAG 1.4.13).
  addEventListener("keydown", (event) => event.key === "Escape" && hush());
}
