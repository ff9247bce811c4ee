// The editor beside its preview: what is typed into the open form is shown there a moment later, before it is saved.
import type { Edited } from "./trial_element.ts";

const PAUSE = 250; // ms after the last key

/** A form that was just opened is written into at once; one with a mistake says first what is wrong. */
export function opened(form: HTMLElement): void {
  if (form.querySelector(".error-summary")) return;
  const first = form.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input:not([type=hidden]), textarea, select");
  first?.focus({ preventScroll: true });
  if (first && "select" in first) first.select();
}

export function editing(frame: HTMLIFrameElement): void {
  const form = document.querySelector<HTMLFormElement>("form[data-editing]");
  if (!form) return;
  let timer = 0;
  let typed = false;
  const tell = () => {
    const fields = typed ? strings(new FormData(form)) : [];
    const told: Edited = { open: form.dataset["editing"] ?? "", fields };
    frame.contentWindow?.postMessage(told, location.origin);
  };
  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = window.setTimeout(tell, PAUSE);
  });
  window.addEventListener("message", (event) => {
    if (event.origin === location.origin && event.source === frame.contentWindow && event.data === "ready") tell();
  });
}

function strings(data: FormData): [string, string][] {
  return [...data].flatMap(([name, value]): [string, string][] => (typeof value === "string" ? [[name, value]] : []));
}
