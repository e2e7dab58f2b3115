// Progressive enhancement of the staff console.

// Focus the error summary, which links to the fields.
document.querySelector("[data-focus]")?.focus();

// Count down the time until a release.
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

// A session ends after 30 minutes without use. Ask five minutes before.
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
