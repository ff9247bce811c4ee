// Single keys: j and k in lists, g and the letter of a place to go, / to find, ? for help. Never while somebody types.
import { move, step } from "./keys.ts";
import { openPalette } from "./palette_element.ts";

function types(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

export function watchKeys(): void {
  let pending = "";
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || types(event.target) || document.querySelector("dialog[open]")) return;
    const found = move(event.key, pending);
    pending = found.pending;
    if (!found.move) return;
    switch (found.move.kind) {
      case "next":
        walk(1);
        break;
      case "previous":
        walk(-1);
        break;
      case "go":
        document.querySelector<HTMLAnchorElement>(`.rail [data-go="${found.move.key}"]`)?.click();
        break;
      case "find":
        event.preventDefault();
        openPalette();
        break;
      case "press":
        document.querySelector<HTMLElement>(`main [data-key="${found.move.key}"]`)?.click();
        break;
      case "help": {
        const help = document.getElementById("keys-help");
        if (help instanceof HTMLDialogElement) help.showModal();
      }
    }
  });
}

function walk(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>("main .row .row-title a, main a.row")];
  const current = links.indexOf(document.activeElement as HTMLElement);
  const next = links[step(current, links.length, by)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
