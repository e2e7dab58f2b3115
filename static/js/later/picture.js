// Shows the text of a picture's mark for pointer, touch and keyboard. Each picture is one Tab stop;
// arrow keys move between marks. Without scripts the table on the page has every figure.

// Returns a function from a column and a row of marks to their text. The figures are those of the table's cells.
function reader({ table, first, reads }) {
  const rows = new Map();
  for (const row of document.querySelectorAll(`[aria-labelledby="${table}"] tr`)) {
    rows.set(row.querySelector("th .unbroken")?.textContent, row.cells);
  }
  const kinds = reads.split("; ").map((text) => text.split(", "));
  const [year, half] = first.split("-H").map(Number);
  const figure = (cell) => cell.firstChild.data.trim();
  return (column, index) => {
    const at = half - 1 + column;
    const period = `${year + (at >> 1)} (${at % 2 ? "Jul-Dec" : "Jan-Jun"})`;
    const cells = [...rows.get(period)];
    const [name, one, many] = kinds[index];
    const cell = cells.find((c) => c.classList.contains(name));
    const n = figure(cell);
    if (many) return `${period}: ${n} ${n === "1" ? one : many}`;
    const outcomes = cells.filter((c) => c.classList.contains("row__outcome"));
    const whole = outcomes.reduce((sum, c) => sum + Number(figure(c).replaceAll(",", "")), 0);
    const share = (cell.querySelector("small").textContent || "0.0%").replace("<", "less than ").replace(">", "more than ");
    return `${period}: ${one} ${n} of ${whole.toLocaleString("en")} (${share})`;
  };
}

const near = 36; // pixels; marks react to a pointer within this distance

for (const plot of document.querySelectorAll("[data-picture]")) {
  const picture = plot.querySelector(".picture__marks");
  const read = plot.dataset.table && reader(plot.dataset);
  const marks = [...picture.querySelectorAll("[data-at]")].map((element) => {
    const [column, row] = element.dataset.at.split(" ").map(Number);
    return { element, column, row, text: element.dataset.say ?? read(column, row) };
  });
  if (marks.length === 0) continue;
  marks.sort((a, b) => a.column - b.column || a.row - b.row);

  const box = document.createElement("p");
  box.className = "say";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true"); // the mark has the same text as its label
  plot.append(box);

  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", `${picture.getAttribute("aria-label")} Arrow keys walk its marks.`);
  for (const mark of marks) {
    mark.element.setAttribute("role", "img");
    mark.element.setAttribute("aria-label", mark.text);
    mark.element.setAttribute("tabindex", "-1");
  }
  let stop = marks[marks.length - 1];
  stop.element.setAttribute("tabindex", "0");

  // Shows a mark's text above it and inside the plot.
  function say(mark) {
    hush();
    mark.element.classList.add("is-current");
    box.textContent = mark.text;
    box.hidden = false;
    const room = plot.getBoundingClientRect();
    const spot = mark.element.getBoundingClientRect();
    const left = spot.left + spot.width / 2 - room.left - box.offsetWidth / 2;
    const above = spot.top - room.top - box.offsetHeight - 8;
    box.style.left = `${Math.max(0, Math.min(left, room.width - box.offsetWidth))}px`;
    box.style.top = `${room.top + above > 0 ? above : spot.bottom - room.top + 8}px`;
  }

  function hush() {
    box.hidden = true;
    for (const mark of marks) mark.element.classList.remove("is-current");
  }

  function go(mark) {
    if (!mark) return;
    stop.element.setAttribute("tabindex", "-1");
    stop = mark;
    stop.element.setAttribute("tabindex", "0");
    stop.element.focus();
  }

  // Returns the mark in the next column with marks: on the same line, or else the nearest.
  function beside(step) {
    const columns = [...new Set(marks.map((m) => m.column))];
    const column = columns[columns.indexOf(stop.column) + step];
    const there = marks.filter((m) => m.column === column);
    there.sort((a, b) => Math.abs(a.row - stop.row) - Math.abs(b.row - stop.row));
    return there[0];
  }

  // Returns the mark above or below in the same column on the screen.
  function over(step) {
    const height = (m) => m.element.getBoundingClientRect().top;
    const there = marks.filter((m) => m.column === stop.column);
    there.sort((a, b) => height(a) - height(b));
    return there[there.indexOf(stop) + step];
  }

  const keys = {
    ArrowLeft: () => beside(-1),
    ArrowRight: () => beside(1),
    ArrowUp: () => over(-1),
    ArrowDown: () => over(1),
    Home: () => marks.find((m) => m.row === stop.row) ?? marks[0],
    End: () => marks.findLast((m) => m.row === stop.row) ?? marks.at(-1),
  };

  // Listen on the plot, since an SVG element with a focus listener becomes focusable.
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") hush();
    const key = keys[event.key];
    if (!key) return;
    event.preventDefault();
    go(key());
  });
  plot.addEventListener("focusin", (event) => {
    const mark = marks.find((m) => m.element === event.target);
    if (!mark) return;
    stop.element.setAttribute("tabindex", "-1");
    stop = mark;
    stop.element.setAttribute("tabindex", "0");
    say(mark);
  });
  plot.addEventListener("focusout", hush);

  // Returns the mark under the pointer, or the nearest one.
  function meant(event) {
    const under = marks.find((m) => m.element === event.target);
    if (under) return under;
    let best = null;
    let least = near;
    for (const mark of marks) {
      if (mark.element.localName === "rect") continue;
      const spot = mark.element.getBoundingClientRect();
      const away = Math.hypot(event.clientX - spot.left - spot.width / 2, event.clientY - spot.top - spot.height / 2);
      if (away < least) [best, least] = [mark, away];
    }
    return best;
  }
  function point(event) {
    const mark = meant(event);
    if (mark) say(mark);
    else hush();
  }
  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("pointerleave", hush);
  // Escape hides the text, wherever the focus is (WCAG 1.4.13).
  addEventListener("keydown", (event) => event.key === "Escape" && hush());
}
