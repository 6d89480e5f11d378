// Blazor raises components-reconnect-state-changed on the dialog and sets the classes that its style sheet shows texts by.
const dialog = document.getElementById("components-reconnect-modal");

dialog?.addEventListener("components-reconnect-state-changed", event => {
  switch (event.detail.state) {
    case "show":
      dialog.showModal();
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
      document.addEventListener("visibilitychange", retryWhenVisible);
      break;
    case "rejected":
      location.reload();
      break;
  }
});
document.getElementById("components-reconnect-button")?.addEventListener("click", retry);
document.getElementById("components-resume-button")?.addEventListener("click", resume);

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenVisible);
  try {
    if (await Blazor.reconnect()) {
      return;
    }

    // The server is there but has forgotten the circuit: take up the page from its saved state, or else load it anew.
    if (await Blazor.resumeCircuit()) {
      dialog.close();
    } else {
      location.reload();
    }
  } catch {
    document.addEventListener("visibilitychange", retryWhenVisible);
  }
}

async function resume() {
  try {
    if (!(await Blazor.resumeCircuit())) {
      location.reload();
    }
  } catch {
    location.reload();
  }
}

async function retryWhenVisible() {
  if (document.visibilityState === "visible") {
    await retry();
  }
}
