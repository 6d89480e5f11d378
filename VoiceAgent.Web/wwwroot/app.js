// <local-time value="2026-01-31T12:00:00Z">: shows the moment in the visitor's time zone. The text inside belongs to Blazor and stays
// untouched; what is shown lives in the shadow root.
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

class LocalTime extends HTMLElement {
  static observedAttributes = ["value"];

  connectedCallback() {
    this.show();
  }

  attributeChangedCallback() {
    this.show();
  }

  show() {
    const moment = new Date(this.getAttribute("value") ?? "");
    if (!Number.isNaN(moment.getTime())) {
      (this.shadowRoot ?? this.attachShadow({ mode: "open" })).textContent = moments.format(moment);
    }
  }
}

customElements.define("local-time", LocalTime);

globalThis.voiceAgent = {
  // Pages whose content loads after the navigation call this to come to the part named in the address.
  reveal(id) {
    document.getElementById(id)?.scrollIntoView({ block: "start" });
  },

  // The heading of a page just come to, unless somebody already types into the page.
  focusHeading() {
    if (document.activeElement?.closest("main input, main textarea, main select, dialog, [role='dialog']")) {
      return;
    }

    const heading = document.querySelector("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  },

  // A form whose input was refused brings the user to the first field to look at.
  focusRefused() {
    document.querySelector("main [aria-invalid='true']")?.focus();
  },
};

// The form of a provider key. Its fields are sent straight to the server, as a form, and never through the circuit: what the page's
// component hears is the answer, which holds nothing of the key.
globalThis.voiceAgent.attachKeyForm = (form, component) => {
  const send = async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    await component.invokeMethodAsync("BeginSave");
    let answer = null;
    try {
      const response = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error",
      });
      if (response.headers.get("Content-Type")?.startsWith("application/json")) {
        answer = await response.json();
      }
    } catch {
      // Not sent, or sent to a page that asks to sign in: the component says so.
    }

    if (answer?.outcome.saved) {
      form.querySelectorAll("input[name='Key'], input[name='WebhookPublicKey']").forEach((field) => { field.value = ""; });
    }

    await component.invokeMethodAsync("EndSave", answer);
    if (answer && !answer.outcome.saved) {
      form.querySelector("[aria-invalid='true']")?.focus();
    }
  };
  form.addEventListener("submit", send);
};
