// Tells which published file a reader's file is, by the fingerprints on the page. It sends nothing.

const check = document.querySelector("[data-check]");
const input = check.querySelector("input");
const results = check.querySelector("[role=status]");

// Two revisions can have the same file.
const published = new Map();
for (const code of document.querySelectorAll("code[data-file]")) {
  const sum = code.textContent;
  published.set(sum, [...(published.get(sum) ?? []), code]);
}

async function sha256(bytes) {
  const sum = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// find returns the fingerprints that are the file's. A CSV file for Excel has a mark of three bytes before it.
async function find(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return published.get(await sha256(bytes)) ?? (marked && published.get(await sha256(bytes.subarray(3)))) ?? [];
}

// line returns what is said of a file: a sentence and, for one that was published, where it is listed.
function line(says, file, code) {
  const p = document.createElement("p");
  const body = code?.closest("tbody");
  const values = { file: file?.name, format: code?.dataset.file, revision: body?.dataset.revision };
  p.dataset.standing = says;
  p.textContent = results.dataset[says].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  if (body) {
    const link = document.createElement("a");
    link.href = `#${body.id}`;
    link.textContent = results.dataset.more;
    p.append(" ", link);
  }
  return p;
}

let last; // what was asked for last; an answer to anything before comes too late

async function show(files) {
  last = files;
  const lines = [];
  for (const file of files) {
    try {
      const found = await find(file);
      if (found.length > 0) lines.push(...found.map((code) => line(code.dataset.standing, file, code)));
      else lines.push(line("unknown", file));
    } catch {
      lines.push(line("unreadable", file));
    }
  }
  if (last === files) results.replaceChildren(...lines);
}

if (globalThis.crypto?.subtle) {
  input.disabled = false;
  input.addEventListener("click", () => (input.value = "")); // else the same file, chosen again, would be no change
  input.addEventListener("change", () => show([...input.files]));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    show([...event.dataTransfer.files]);
  });
} else {
  results.replaceChildren(line("insecure"));
}
