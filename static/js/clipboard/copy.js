// Copies a text by a button, and prints the page by another. Without scripts the browser can do both.

for (const line of document.querySelectorAll("[data-clipboard]")) {
  const source = document.getElementById(line.dataset.clipboard);
  const status = line.querySelector("[role=status]");
  line.hidden = false;
  line.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(source);
      status.textContent = "The text is selected: copy it with the keyboard.";
    }
  });
  line.querySelector("[data-print]")?.addEventListener("click", () => window.print());
}
