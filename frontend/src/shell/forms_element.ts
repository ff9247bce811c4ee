// A form is sent once however often its button is pressed; an asking dialog opens before what can't be undone;
// the browser's zone fills an empty zone field.

const SENT = "data-sent";

export function watchForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if (form.hasAttribute(SENT)) {
      event.preventDefault();
      return;
    }
    form.setAttribute(SENT, "");
    // a page that comes back from the history, or an answer that isn't a page, frees the form again
    setTimeout(() => form.removeAttribute(SENT), 8000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll(`form[${SENT}]`)) form.removeAttribute(SENT);
  });
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-dialog]") : null;
    if (!opener) return;
    const dialog = document.getElementById(opener.getAttribute("data-dialog") ?? "");
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-close]")) {
      event.target.closest("dialog")?.close();
    }
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-browser-zone]")) {
    if (!field.value || field.value === "UTC") field.value = zone;
  }
  const summary = document.querySelector<HTMLElement>(".error-summary");
  summary?.focus();
}
