// Gathers the places that are chosen in a comparison's field as chips, until the form is sent. Without scripts
// several names are written with commas, which is what the field holds when it is sent here, too.

const form = document.querySelector("[data-compare]");
const field = form?.querySelector("#add");
if (field) {
  const names = new Map([...field.list.options].map((option) => [option.value.toLowerCase(), option.value]));
  const status = form.querySelector("[data-compare-status]");
  const list = form.querySelector(".choice__places");
  const compared = new Set([...list.querySelectorAll("[data-name]")].map((item) => item.dataset.name));
  const picked = [];

  function drop(name, item) {
    picked.splice(picked.indexOf(name), 1);
    item.remove();
    status.textContent = `${name} removed`;
    field.focus();
  }

  // Makes a chip of a name, unless it is compared already or there is no room.
  function pick(name) {
    if (compared.has(name) || picked.includes(name) || picked.length >= Number(form.dataset.compare)) return;
    picked.push(name);
    const item = document.createElement("li");
    const remove = document.createElement("button");
    item.textContent = name;
    remove.type = "button";
    remove.className = "choice__remove";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `Remove ${name}`);
    remove.addEventListener("click", () => drop(name, item));
    item.append(remove);
    list.append(item);
    status.textContent = `${name} added: choose another, or Go`;
  }

  field.addEventListener("input", (event) => {
    // A whole name is chosen from the list, which is no typing, or typed with a comma after it.
    const chosen = !event.inputType || event.inputType === "insertReplacementText";
    const parts = field.value.split(",");
    const rest = chosen && names.has(field.value.trim().toLowerCase()) ? "" : parts.pop();
    const known = parts.map((part) => names.get(part.trim().toLowerCase()));
    if (parts.length === 0 || known.includes(undefined)) return;
    known.forEach(pick);
    field.value = rest.trimStart();
  });
  form.addEventListener("submit", () => {
    field.value = [...picked, ...(field.value.trim() ? [field.value] : [])].join(",");
  });
}
