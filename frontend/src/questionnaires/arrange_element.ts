// Questions are dragged by their grip to another place of their page; by keyboard, and without this script, the arrows
// beside each do the same.
import { before, landing } from "./arrange.ts";

export function arrangeable(list: HTMLElement): void {
  for (const grip of list.querySelectorAll<HTMLElement>("[data-grip]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => begin(list, grip, event));
  }
}

function rows(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > [data-id]")];
}

function ids(list: HTMLElement): string[] {
  return rows(list).map((row) => row.dataset["id"] ?? "");
}

function begin(list: HTMLElement, grip: HTMLElement, event: PointerEvent): void {
  const row = grip.closest<HTMLElement>("[data-id]");
  if (!row || event.button !== 0) return;
  event.preventDefault();
  row.classList.add("dragged");
  const was = ids(list);
  const watching = new AbortController();
  const move = (now: PointerEvent) => {
    const others = rows(list).filter((one) => one !== row);
    const place = landing(now.clientY, others.map((one) => one.getBoundingClientRect()));
    const next = others[place] ?? null;
    if (row.nextElementSibling !== next) list.insertBefore(row, next);
  };
  const end = () => {
    watching.abort();
    row.classList.remove("dragged");
    const id = row.dataset["id"] ?? "";
    const target = before(id, ids(list), was);
    if (target !== null) send(list, id, target);
  };
  // the window listens: a grip that moves to another place in the page loses the pointer that it captured
  window.addEventListener("pointermove", move, { signal: watching.signal });
  window.addEventListener("pointerup", end, { signal: watching.signal });
  window.addEventListener("pointercancel", end, { signal: watching.signal });
}

/** As the arrows do it: a form that is sent, so that the page shows what is kept. */
function send(list: HTMLElement, id: string, target: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = list.dataset["arrange"] ?? "";
  form.hidden = true;
  const token = list.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const sent = { csrfmiddlewaretoken: token, do: `before:${id}`, before: target };
  for (const [name, value] of Object.entries(sent)) {
    const field = document.createElement("input");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
