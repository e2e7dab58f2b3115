// Keep what is typed in a step's form on the server, after a second's pause. Without this, it is kept when the form is
// sent and refused.
const form = document.querySelector("form[data-typed]");
if (form) {
  const note = form.querySelector("[data-kept]");
  let timer, running, again;
  const fields = () => {
    const data = new FormData(form);
    data.set("do", "keep");
    return new URLSearchParams(data);
  };
  const keep = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields(), redirect: "manual" });
      if (note) note.textContent = answer.ok ? "Kept for you; not saved yet." : "You are signed out, or the server is busy. Send the form: it is kept until you have signed in again.";
    } catch {
      if (note) note.textContent = "Not kept: the server cannot be reached. Stay on this page.";
    }
    running = false;
    if (again) {
      again = false;
      keep();
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      keep();
    }, 1000);
  };
  form.addEventListener("input", later);
  // Whoever leaves within the second loses nothing either.
  addEventListener("pagehide", () => {
    if (timer) navigator.sendBeacon(form.action, fields());
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
  });
}

// Tick a kind of warnings: all of its rows.
for (const all of document.querySelectorAll("[data-all]")) {
  const rows = [...document.querySelectorAll(`[data-of="${all.dataset.all}"]`)];
  all.addEventListener("change", () => rows.forEach((row) => (row.checked = all.checked)));
  for (const row of rows) row.addEventListener("change", () => (all.checked = rows.every((r) => r.checked)));
}
