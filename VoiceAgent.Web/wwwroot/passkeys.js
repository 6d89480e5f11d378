// A form with data-passkey="create" or "get" is shown where the browser knows passkeys. Sending it asks the browser for one first and
// puts the answer into the form's field "Input.Credential".
const isSupported = typeof PublicKeyCredential === "function"
  && typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function"
  && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

if (isSupported) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      void send(form);
    });
  }

  for (const element of document.querySelectorAll("[data-passkey-unsupported]")) {
    element.hidden = true;
  }
}

async function send(form) {
  const button = form.querySelector("button[type=submit]");
  say(form, "");
  button.disabled = true;
  try {
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options(form)) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options(form)) });
    form.elements["Input.Credential"].value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(form, textOf(form, error.name));
  }
}

function textOf(form, problem) {
  switch (problem) {
    case "InvalidStateError":
      return form.dataset.passkeyKnown;
    case "NotAllowedError":
      return form.dataset.passkeyCancelled;
    case "SecurityError":
      return form.dataset.passkeyAddress;
    default:
      return form.dataset.passkeyFailed;
  }
}

async function options(form) {
  const response = await fetch(form.dataset.passkeyOptions, {
    method: "POST",
    headers: { RequestVerificationToken: form.elements["__RequestVerificationToken"].value },
    redirect: "error",
  });
  if (!response.ok) {
    throw new Error(`The server answered ${response.status}.`);
  }

  return response.json();
}

function say(form, text) {
  form.querySelector("[data-passkey-status]").textContent = text ?? "";
}
