// Find in this conversation, without leaving it.
import type { Asker } from "./ask.ts";
import { find, type Messages } from "./messages_element.ts";

export function watchFind(thread: HTMLElement, messages: Messages, ask: Asker): void {
  const bar = find<HTMLFormElement>(thread, "[data-find-bar]");
  const field = find<HTMLInputElement>(bar, "input");
  const hits = find(bar, "[data-hits]");
  const opener = find(thread, "[data-find]");
  let asked = 0;

  const show = (on: boolean) => {
    bar.hidden = !on;
    if (on) field.focus();
    else {
      field.value = "";
      hits.replaceChildren();
      opener.focus();
    }
  };
  const search = async () => {
    const mine = ++asked;
    const words = field.value.trim();
    const part = words.length > 1 ? await ask.part(`find/?part&q=${encodeURIComponent(words)}`).catch(() => null) : null;
    if (mine === asked) hits.replaceChildren(...(part?.childNodes ?? []));
  };
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void search(), 250);
  });
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    void search();
  });
  bar.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    show(bar.hidden);
  });
  find(bar, "[data-find-close]").addEventListener("click", () => show(false));
  hits.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-jump]");
    if (!link) return;
    event.preventDefault();
    void messages.jump(Number(link.dataset["jump"]));
  });
}
