// Asks the browser for an existing passkey at sign-in, or for a new one. The server creates the
// challenge and verifies the reply; this script passes them on.

const form = document.querySelector("[data-passkey]");
if (form) {
  const problem = form.querySelector("[data-passkey-problem]");
  const without = form.querySelector("[data-passkey-without]");
  if (window.PublicKeyCredential) {
    without.hidden = true;
    form.querySelector("[data-passkey-with]").hidden = false;
  } else {
    without.textContent = "This browser has no passkeys here. Use another way, or another browser.";
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    problem.textContent = "";
    try {
      await (form.dataset.passkey === "create" ? create() : get());
    } catch (error) {
      problem.textContent = explain(error);
      button.disabled = false;
      button.focus();
    }
  });

  async function create() {
    const { publicKey } = await post("/begin", {});
    const credential = await navigator.credentials.create({ publicKey: creationOptions(publicKey) });
    go(await post("/finish", { label: form.elements.label.value, next: form.dataset.next, answer: toJSON(credential) }));
  }

  async function get() {
    const { publicKey } = await post("/begin", {});
    const credential = await navigator.credentials.get({ publicKey: requestOptions(publicKey) });
    go(await post("/finish", { next: form.dataset.next, answer: toJSON(credential) }));
  }

  async function post(step, body) {
    const response = await fetch(form.dataset.url + step, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    if (answer.to) {
      location.assign(answer.to);
      throw new Told("You have to sign in anew.");
    }
    throw new Told(answer.error ?? "The console did not answer as it should. Try again.");
  }

  // An account's first factor leads to its recovery codes, which a form requests.
  function go(answer) {
    if (answer.recovery) document.querySelector("form[data-recovery]").submit();
    else location.assign(answer.to);
  }
}

// Told is an error with a text for the user.
class Told extends Error {}

function explain(error) {
  if (error instanceof Told) return error.message;
  switch (error.name) {
    case "NotAllowedError":
      return "No passkey was given: it was cancelled, or took too long. Try again.";
    case "InvalidStateError":
      return "This device or key is set up already. Choose another one.";
    case "SecurityError":
      return "The browser gives no passkey at this address. Open the console at its own address.";
    case "TypeError":
      return "The console could not be reached. Try again.";
  }
  return "The browser could not give a passkey. Try again, or use another way.";
}

// Browsers before 2025 cannot convert the JSON themselves.
function creationOptions(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  return {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
  };
}

function requestOptions(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  return { ...json, challenge: bytes(json.challenge), allowCredentials: descriptors(json.allowCredentials) };
}

function descriptors(list = []) {
  return list.map((credential) => ({ ...credential, id: bytes(credential.id) }));
}

function toJSON(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) answer[part] = text(response[part]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

// bytes and text decode and encode base64url.
function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
