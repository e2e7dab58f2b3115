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
