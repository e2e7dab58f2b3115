// Opens and closes what the page holds in <details>. Nothing here is needed: without it the same
// forms ask the server for the page with its parts open, and the browser opens a part whose
// address is asked for.

// "Expand all" and "Collapse all", in place.
for (const form of document.querySelectorAll("form[data-expand]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const open = button.dataset.open === "true";
    const parts = document.querySelectorAll(`details[data-group="${form.dataset.expand}"]`);
    for (const part of parts) part.open = open;
    form.querySelector("[data-expand-status]").textContent = open ? "All open" : "All closed";
  });
}

// A part that an address points at is opened, also where the browser does not do so by itself.
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

// On paper everything is open. Browsers that know ::details-content do it by style alone.
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
