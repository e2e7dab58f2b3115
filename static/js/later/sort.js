// Sorts the rows of each region in place. Without scripts the names of columns lead to the sorted list.

const number = (cell) => Number(cell?.firstChild?.textContent.replace(/[^0-9]/g, "") ?? 0);

for (const table of document.querySelectorAll("[data-sortable]")) {
  const links = [...table.querySelectorAll("a[data-sort]")];
  const status = document.createElement("p");
  status.className = "vh";
  status.role = "status";
  table.before(status);
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const { sort } = link.dataset;
      const column = `.row__${sort}, .row__outcome--${sort}`;
      for (const body of table.querySelectorAll("tbody")) {
        const rows = [...body.rows].map((row) => ({
          row,
          name: row.cells[0].querySelector("summary").textContent,
          figure: sort === "name" ? 0 : number(row.querySelector(column)),
        }));
        rows.sort((a, b) => b.figure - a.figure || a.name.localeCompare(b.name, document.documentElement.lang));
        body.append(...rows.map((r) => r.row));
      }
      for (const other of links) other.classList.toggle("is-sorted", other === link);
      for (const { tHead, tBodies } of table.querySelectorAll("table")) {
        const at = sort === "name" ? 0 : tBodies[0].querySelector(column).cellIndex;
        for (const head of tHead.rows[0].cells) head.removeAttribute("aria-sort");
        tHead.rows[0].cells[at].setAttribute("aria-sort", sort === "name" ? "ascending" : "descending");
      }
      status.textContent = `Sorted by ${link.textContent.trim()}, within regions`;
    });
  }
}
