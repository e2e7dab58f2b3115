// Opens and closes <details>. Without scripts the forms request the page with its parts open, and the
// browser opens the part named by the fragment.

// "Expand all" and "Collapse all", in place.
for (const form of document.querySelectorAll("form[data-expand]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const open = button.dataset.open === "true";
    const parts = document.querySelectorAll(`details[data-group="${form.dataset.expand}"]`);
    for (const part of parts) part.open = open;
    document.dispatchEvent(new CustomEvent("expanded", { detail: [...parts] }));
    form.querySelector("[data-expand-status]").textContent = open ? "All open" : "All closed";
  });
}

// Open the part named by the fragment in browsers that do not do so themselves.
function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  let opened = false;
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) {
    opened ||= !part.open;
    part.open = true;
  }
  if (opened) target.scrollIntoView();
}
addEventListener("hashchange", openTarget);
openTarget();

// Print with everything open. With ::details-content the style sheet does this.
if (!CSS.supports("selector(::details-content)")) {
  const closed = new Set();
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) {
      closed.add(part);
      part.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
    closed.clear();
  });
}
