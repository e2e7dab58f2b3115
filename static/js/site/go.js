// Builds the address of a form's result from its fields, which saves a redirect by the server.

for (const form of document.querySelectorAll("form[data-go]")) {
  form.addEventListener("submit", (event) => {
    const fields = new FormData(form, event.submitter);
    const address = form.dataset.go
      .replace("/{place}", fields.get("place") === "global" ? "" : "/{place}")
      .replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(fields.get(name)));
    event.preventDefault();
    location.assign(address);
  });
}

// Keep the scroll position and the focus when the period or the place changes.
const KEY = "lerr-place";

addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-stay] a, a[data-stay]");
  if (link && !event.defaultPrevented) keep(link);
});
for (const form of document.querySelectorAll("form[data-stay]")) {
  form.addEventListener("submit", (event) => keep(event.submitter ?? form));
}

function keep(control) {
  const name = control.id || control.getAttribute("name") || control.textContent.trim();
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ y: scrollY, name, at: Date.now() }));
  } catch {
    // Without storage the page opens at its fragment, as without scripts.
  }
}

function restore() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  if (!kept || Date.now() - kept.at > 10_000) return;
  const controls = [...document.querySelectorAll("[data-stay] a, form[data-stay] button, form[data-stay] select")];
  const control = controls.find((c) => [c.id, c.getAttribute("name"), c.textContent.trim()].includes(kept.name));
  scrollTo({ top: kept.y, behavior: "instant" });
  control?.focus({ preventScroll: true });
}
// Restore after the browser has scrolled to the fragment, which moves the focus.
function afterwards() {
  if (document.readyState === "complete") requestAnimationFrame(restore);
  else addEventListener("load", () => requestAnimationFrame(restore), { once: true });
}
if (document.prerendering) document.addEventListener("prerenderingchange", afterwards, { once: true });
else afterwards();

// Ignore aborted transitions, for example after a second click.
for (const name of ["pagereveal", "pageswap"]) {
  addEventListener(name, (event) => {
    for (const step of ["ready", "updateCallbackDone", "finished"]) event.viewTransition?.[step].catch(() => {});
  });
}
