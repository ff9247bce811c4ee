// What is shown and what the totals say, while somebody answers.
import { shown } from "./pace.ts";

/** Show and hide questions, rows and options; write the totals. */
export function reveal(form: HTMLElement, hidden: ReadonlySet<string>, totals: Record<string, string>): void {
  for (const page of form.querySelectorAll<HTMLElement>("[data-page]")) page.hidden = hidden.has(`#${page.dataset["page"]}`);
  const ids: string[] = [];
  for (const block of form.querySelectorAll<HTMLElement>("[data-item]")) {
    const id = block.dataset["item"] ?? "";
    block.hidden = hidden.has(id);
    if (block.dataset["kind"] !== "info" && block.dataset["kind"] !== "total") ids.push(id);
    for (const row of block.querySelectorAll<HTMLElement>("[data-row]")) row.hidden = hidden.has(`${id}.${row.dataset["row"]}`);
    for (const option of block.querySelectorAll<HTMLElement>("label[data-option], .on-paper > [data-option]")) option.hidden = hidden.has(`${id}=${option.dataset["option"]}`);
    for (const option of block.querySelectorAll<HTMLOptionElement>("option[data-option]")) {
      option.hidden = option.disabled = hidden.has(`${id}=${option.dataset["option"]}`);
    }
    for (const list of block.querySelectorAll<HTMLElement>("[data-ranking]")) {
      for (const place of list.querySelectorAll<HTMLElement>("li[data-option]")) {
        place.hidden = hidden.has(`${id}=${place.dataset["option"]}`);
        const kept = place.querySelector<HTMLInputElement>("input[type=hidden]");
        if (kept) kept.disabled = place.hidden;
      }
      ends(list);
    }
  }
  for (const output of form.querySelectorAll<HTMLElement>("[data-total]")) {
    const words = totals[output.dataset["total"] ?? ""] || "–";
    if (output.textContent !== words) output.textContent = words; // said aloud once
  }
  const field = form.querySelector<HTMLInputElement>("input[name=shown]");
  if (field) field.value = shown(ids, hidden).join(" ");
}

/** The first of an order can't go up, the last not down. */
export function ends(list: Element): void {
  const places = [...list.children].filter((one) => !(one as HTMLElement).hidden);
  places.forEach((place, at) => {
    disable(place.querySelector("[data-move=up]"), at === 0);
    disable(place.querySelector("[data-move=down]"), at === places.length - 1);
  });
}

function disable(button: Element | null, yes: boolean): void {
  if (yes) button?.setAttribute("aria-disabled", "true");
  else button?.removeAttribute("aria-disabled");
}

/** The small things that depend on whether there is an answer: the button that clears a choice. */
export function readable(form: HTMLElement): void {
  for (const clear of form.querySelectorAll<HTMLElement>("[data-clear]")) {
    clear.hidden = !clear.closest("[data-item]")?.querySelector("input:checked");
  }
}
