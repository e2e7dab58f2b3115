// Finds a country as its name is typed, without asking the server. Without this the same field is a
// form that the server answers.

const form = document.querySelector("[data-find]");
if (form) {
  const list = form.closest("[data-places]");
  const input = form.elements.place;
  const status = list.querySelector("[data-find-status]");
  const regions = [...list.querySelectorAll("[data-region]")].map((region) => ({
    item: region.parentElement,
    region,
    wasOpen: region.open,
    places: [...region.querySelectorAll("li")].map((place) => {
      const link = place.querySelector("a");
      const name = plain(link.textContent);
      return { place, link, name, also: plain(`${name} ${place.dataset.also ?? ""}`) };
    }),
  }));
  let searching = false;

  // The text as it is compared: lower case, no accents, single spaces.
  function plain(text) {
    return text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  function matches() {
    const wanted = plain(input.value);
    if (!wanted) return null;
    return regions.flatMap((r) => r.places.filter((p) => ` ${p.also}`.includes(` ${wanted}`)));
  }

  function show() {
    const found = matches();
    if (found && !searching) for (const r of regions) r.wasOpen = r.region.open;
    for (const r of regions) {
      let some = false;
      for (const p of r.places) {
        p.place.hidden = found !== null && !found.includes(p);
        some ||= !p.place.hidden;
      }
      r.item.hidden = !some;
      if (found) r.region.open = some;
      else if (searching) r.region.open = r.wasOpen;
    }
    searching = found !== null;
    if (!found) status.textContent = "";
    else if (found.length === 0) status.textContent = "No country or region of that name";
    else if (found.length === 1) status.textContent = `${found[0].link.textContent.trim()}: press Enter`;
    else status.textContent = `${found.length} places`;
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    const found = matches() ?? [];
    const wanted = plain(input.value);
    const exact = found.find((p) => p.name === wanted) ?? (found.length === 1 ? found[0] : null);
    if (!exact) return;
    event.preventDefault();
    location.assign(exact.link.href);
  });
  show();
}
