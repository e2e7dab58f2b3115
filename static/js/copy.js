// Copies and prints secrets that are shown only once. Without scripts the browser can do both.

for (const actions of document.querySelectorAll("[data-copies]")) {
  const source = document.getElementById(actions.dataset.copies);
  const copied = actions.querySelector("[data-copied]");
  actions.hidden = false;
  actions.querySelector("[data-copy]").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      copied.textContent = "Copied.";
    } catch {
      copied.textContent = "The browser does not allow it: select the text and copy it.";
    }
  });
  actions.querySelector("[data-print]")?.addEventListener("click", () => window.print());
}
