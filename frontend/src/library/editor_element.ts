// The plain text field of a material: a small toolbar, keys, lists that go on, and how it will look.
import { continued, marked, type Mark, type Writing } from "./marks.ts";

const PAUSE = 400; // milliseconds without a key until it is drawn
const KEYS: Record<string, Mark> = { b: "bold", i: "italic", k: "link" };

export function editable(form: HTMLFormElement): void {
  const area = form.querySelector<HTMLTextAreaElement>("textarea[data-markdown]");
  const toolbar = form.querySelector<HTMLElement>("[data-toolbar]");
  if (!area || !toolbar) return;
  area.before(toolbar); // between the label and the text
  toolbar.hidden = false;
  const buttons = [...toolbar.querySelectorAll<HTMLButtonElement>("[data-mark]")];
  roving(toolbar, buttons);
  for (const button of buttons) button.addEventListener("click", () => put(area, marked(written(area), button.dataset["mark"] as Mark)));
  area.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? KEYS[event.key.toLowerCase()] : undefined;
    if (mark) {
      event.preventDefault();
      event.stopPropagation(); // Ctrl K is the palette's elsewhere
      put(area, marked(written(area), mark));
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      const next = continued(written(area));
      if (next) {
        event.preventDefault();
        put(area, next);
      }
    }
  });
  look(form, area);
}

function written(area: HTMLTextAreaElement): Writing {
  return { text: area.value, start: area.selectionStart, end: area.selectionEnd };
}

/** Change the text so that the browser's own undo takes it back. */
function put(area: HTMLTextAreaElement, next: Writing): void {
  area.focus();
  const old = area.value;
  let from = 0;
  while (from < old.length && from < next.text.length && old[from] === next.text[from]) from++;
  let back = 0;
  while (back < old.length - from && back < next.text.length - from && old[old.length - 1 - back] === next.text[next.text.length - 1 - back]) back++;
  area.setSelectionRange(from, old.length - back);
  const words = next.text.slice(from, next.text.length - back);
  const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (!done || area.value !== next.text) area.value = next.text;
  area.setSelectionRange(next.start, next.end);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** One stop for Tab; arrows go from button to button. */
function roving(toolbar: HTMLElement, buttons: HTMLButtonElement[]): void {
  buttons.forEach((button, place) => (button.tabIndex = place === 0 ? 0 : -1));
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (at < 0 || step === 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    if (!next) return;
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
}

/** Draw it as it will look, a moment after the last key; the button opens and closes that. */
function look(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const url = form.dataset["preview"];
  const place = form.querySelector<HTMLElement>("[data-shown]");
  const words = form.querySelector<HTMLElement>("[data-shown-words]");
  const button = form.querySelector<HTMLButtonElement>("[data-look]");
  if (!url || !place || !words || !button) return;
  let timer = 0;
  let asked = 0;
  const draw = async () => {
    const turn = ++asked;
    const body = new FormData();
    body.set("body", area.value);
    body.set("csrfmiddlewaretoken", form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
    try {
      const answer = await fetch(url, { method: "POST", body });
      if (!answer.ok || turn !== asked) return;
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html"); // cleaned by the server; scripts don't run
      words.replaceChildren(...drawn.body.childNodes);
    } catch {
      // without a connection it stays as it was drawn last
    }
  };
  button.setAttribute("aria-expanded", String(!place.hidden));
  button.addEventListener("click", (event) => {
    event.preventDefault();
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    if (!place.hidden) void draw();
  });
  area.addEventListener("input", () => {
    if (place.hidden) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void draw(), PAUSE);
  });
}

/** The fields of a template: a click puts one where the cursor is. */
export function fillable(form: HTMLFormElement): void {
  const area = form.querySelector<HTMLTextAreaElement>("textarea[data-template]");
  if (!area) return;
  for (const field of form.querySelectorAll<HTMLElement>("[data-field]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet merge-field";
    button.textContent = field.textContent;
    button.addEventListener("click", () => {
      const at = area.selectionStart;
      const words = field.textContent ?? "";
      put(area, { text: area.value.slice(0, at) + words + area.value.slice(area.selectionEnd), start: at + words.length, end: at + words.length });
    });
    field.replaceWith(button);
  }
}
