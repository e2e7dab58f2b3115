// Copies a text by a button. Without scripts one click selects the whole text.

for (const line of document.querySelectorAll("[data-clipboard]")) {
  const source = document.getElementById(line.dataset.clipboard);
  const status = line.querySelector("[role=status]");
  line.hidden = false;
  line.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(source);
      status.textContent = "The text is selected: copy it with the keyboard.";
    }
  });
}
