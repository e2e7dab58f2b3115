// Small help for the staff console; every page works without it.

// What went wrong is read first, and the field that it is about is one step away.
document.querySelector("[data-focus]")?.focus();

// The time until a release counts down where it is shown.
for (const clock of document.querySelectorAll("time[data-countdown]")) {
  const until = Date.parse(clock.dateTime);
  const show = () => {
    const left = Math.max(0, Math.round((until - Date.now()) / 1000));
    const days = Math.floor(left / 86400);
    const [h, m, s] = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60];
    clock.textContent = `${days ? `${days} d ` : ""}${h} h ${m} min ${s} s`;
    if (left === 0) clearInterval(timer);
  };
  const timer = setInterval(show, 1000);
  show();
}

// A session ends after half an hour without use. Five minutes before, whoever is still here is asked.
const idle = document.querySelector("[data-idle]");
if (idle) {
  const wait = () => setTimeout(() => (idle.hidden = false), 25 * 60 * 1000);
  idle.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch("/account", { redirect: "manual" });
    if (answer.ok) {
      idle.hidden = true;
      wait();
    } else location.reload();
  });
  wait();
}
