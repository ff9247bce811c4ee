// A list whose rows can be dragged by their grip; without this script, and by keyboard, the buttons beside it do it.
import { placeAt, put } from "./order";

export function orderable(list: HTMLElement): void {
  for (const grip of list.querySelectorAll<HTMLElement>("[data-grip]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => begin(list, grip, event));
  }
}

function rows(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > [data-id]")];
}

function begin(list: HTMLElement, grip: HTMLElement, event: PointerEvent): void {
  const row = grip.closest<HTMLElement>("[data-id]");
  if (!row || event.button !== 0) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
  const before = rows(list);
  const move = (now: PointerEvent) => shift(list, row, now.clientY);
  const end = () => {
    grip.removeEventListener("pointermove", move);
    row.classList.remove("dragged");
    if (rows(list).some((one, place) => one !== before[place])) void send(list, before);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", end, { once: true });
  grip.addEventListener("pointercancel", end, { once: true });
}

function shift(list: HTMLElement, row: HTMLElement, y: number): void {
  const present = rows(list);
  const others = present.filter((one) => one !== row).map((one) => one.getBoundingClientRect());
  const wanted = put(present, present.indexOf(row), placeAt(y, others));
  if (wanted.some((one, place) => one !== present[place])) list.append(...wanted);
}

/** Keep the order; where that fails, the page is loaded again and shows what is kept. */
async function send(list: HTMLElement, before: HTMLElement[]): Promise<void> {
  const token = list.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const order = rows(list).map((row) => row.dataset["id"] ?? "");
  const body = new URLSearchParams({ order: order.join(",") });
  try {
    const answer = await fetch(list.dataset["order"] ?? "", {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
  } catch {
    list.append(...before);
  }
}
