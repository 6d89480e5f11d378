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
