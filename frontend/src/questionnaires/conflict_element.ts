// Two devices have answered one question: both answers stay until a person chooses.
import { word } from "./words.ts";

type Conflicts = Record<string, { words: string; html: string }>;

export function showConflicts(form: HTMLElement, conflicts: Conflicts, touch: (item: string) => void): void {
  for (const [item, there] of Object.entries(conflicts)) {
    const block = form.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"]`);
    if (!block) continue;
    block.querySelector("[data-conflict]")?.remove();
    const note = document.createElement("div");
    note.className = "q-conflict";
    note.setAttribute("data-conflict", "");
    note.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = word("elsewhere", { answer: there.words.slice(0, 400) });
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    buttons.append(
      button(word("mine"), () => (note.remove(), touch(item))),
      button(word("theirs"), () => take(block, there.html)),
    );
    note.append(text, buttons);
    block.append(note);
  }
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function take(block: HTMLElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  if (!(fresh instanceof HTMLElement)) return;
  block.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  fresh.querySelector<HTMLElement>("input, textarea, select")?.focus();
}
