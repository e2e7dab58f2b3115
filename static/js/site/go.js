// Goes straight to what a form asks for, where its address can be told from its fields. Without this
// the server is asked, and leads there.

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

// A change of period or place leaves the reader where they were: at the same height, on the same
// control.
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
    // Without storage the page opens at the address's part, as without scripts.
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
// The browser goes to the address's part first, which takes the focus away.
function afterwards() {
  if (document.readyState === "complete") requestAnimationFrame(restore);
  else addEventListener("load", () => requestAnimationFrame(restore), { once: true });
}
if (document.prerendering) document.addEventListener("prerenderingchange", afterwards, { once: true });
else afterwards();

// A transition that the browser gives up, such as one that a second click overtakes, is no error.
for (const name of ["pagereveal", "pageswap"]) {
  addEventListener(name, (event) => {
    for (const step of ["ready", "updateCallbackDone", "finished"]) event.viewTransition?.[step].catch(() => {});
  });
}
