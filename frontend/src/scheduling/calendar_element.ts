// The practice's calendar: a session opens in a dialog; one that is dragged asks before it moves, and goes back where it was
// if that isn't meant.
import { inCalendar, isDrag, rowsSince, timeIn } from "./places.ts";

interface Drag {
  event: HTMLAnchorElement;
  x: number;
  y: number;
  grip: number; // how far below its top it was taken
  moved: boolean;
  spot: HTMLElement | null;
  to: Record<string, string>; // the time or the day over which it hangs
}

/** Choosing whose calendar shows it at once; the button is for those without scripts. */
export function letGo(): void {
  for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-goes]")) {
    select.form?.classList.add("goes");
    select.addEventListener("change", () => select.form?.requestSubmit());
  }
}

/** The line of the present time goes on while the page is open. */
export function keepNow(): void {
  const line = document.querySelector<HTMLElement>("[data-now]");
  const row = Number(/\bat-(\d+)/.exec(line?.className ?? "")?.[1]);
  if (!line || !row) return;
  const made = Date.now();
  setInterval(() => {
    line.className = `now at-${row + rowsSince(made, Date.now())} for-1`;
  }, 60_000);
}

export function letDrag(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#move");
  if (!dialog) return;
  let drag: Drag | null = null;
  let click = false; // the click that ends a drag opens nothing

  document.addEventListener("pointerdown", (press) => {
    click = false;
    const event = (press.target as Element).closest<HTMLAnchorElement>(".calendar .event[data-moving]");
    if (!event || press.button !== 0 || press.pointerType === "touch") return;
    const grip = press.clientY - event.getBoundingClientRect().top;
    drag = { event, x: press.clientX, y: press.clientY, grip, moved: false, spot: null, to: {} };
  });
  document.addEventListener("dragstart", (start) => {
    // the browser asks what lies where the mouse went down: once the session has moved on, that is the time below it
    if (drag || (start.target as Element).closest?.(".event[data-moving]")) start.preventDefault();
  });
  document.addEventListener("pointermove", (move) => {
    if (!drag || (!drag.moved && !isDrag(drag.x, drag.y, move.clientX, move.clientY))) return;
    drag.moved = true;
    drag.event.classList.add("is-dragged");
    drag.event.style.translate = `${move.clientX - drag.x}px ${move.clientY - drag.y}px`;
    show(drag, move.clientX, move.clientY - drag.grip + 2);
  });
  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const done = drag;
    drag = null;
    done.spot?.classList.remove("is-target");
    if (!done.moved) return;
    click = true;
    if (Object.keys(done.to).length > 0) void ask(dialog, done);
    else putBack(done.event);
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (key) => {
    if (key.key === "Escape") stop();
  });
  document.addEventListener(
    "click",
    (press) => {
      if (!click) return;
      click = false;
      press.preventDefault();
      press.stopPropagation();
    },
    true,
  );

  function stop(): void {
    if (!drag) return;
    drag.spot?.classList.remove("is-target");
    putBack(drag.event);
    drag = null;
  }
}

/** A press on a session shows it on the spot, with what can be done; with another button or key it opens its page. */
export function letGlance(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#move");
  if (!dialog) return;
  document.addEventListener("click", (press) => {
    const event = (press.target as Element).closest<HTMLAnchorElement>(".calendar .event");
    const plain = press.button === 0 && !(press.ctrlKey || press.metaKey || press.shiftKey || press.altKey);
    const path = event && plain ? inCalendar(event.pathname) : "";
    if (!event || !path || press.defaultPrevented) return;
    press.preventDefault();
    if (dialog.open) return;
    fill(dialog, `${path}?part=1`).then(
      () => open(dialog, event),
      () => location.assign(event.href),
    );
  });
  dialog.addEventListener("click", (press) => {
    if (press.target === dialog) dialog.close(); // beside it
  });
}

/** The time or the day over which it hangs is marked, and said. */
function show(drag: Drag, x: number, top: number): void {
  const spot = document.elementsFromPoint(x, top).find((one): one is HTMLElement => one instanceof HTMLElement && one.matches(".spot, .calendar-month td"));
  if (spot !== drag.spot) {
    drag.spot?.classList.remove("is-target");
    spot?.classList.add("is-target");
    drag.spot = spot ?? null;
  }
  const day = spot?.dataset["day"];
  const at = spot?.dataset["at"];
  drag.to = {};
  if (day && !spot?.contains(drag.event)) drag.to = { day };
  if (spot && at) {
    const box = spot.getBoundingClientRect();
    drag.to = { at: timeIn(at, (top - box.top) / box.height) };
  }
}

function putBack(event: HTMLElement): void {
  event.classList.remove("is-dragged");
  event.style.translate = "";
}

/** The server says what the move means; without a yes everything is where it was. */
async function ask(dialog: HTMLDialogElement, drag: Drag): Promise<void> {
  const status = document.getElementById("move-said");
  try {
    const query = new URLSearchParams({ ...drag.to, part: "1", back: dialog.dataset["back"] ?? "" });
    await fill(dialog, `${inCalendar(drag.event.pathname)}moving/?${query.toString()}`);
  } catch {
    putBack(drag.event);
    if (status) status.textContent = status.dataset["failed"] ?? "";
    return;
  }
  dialog.querySelector("[data-leave]")?.addEventListener("click", (press) => {
    press.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => putBack(drag.event), { once: true });
  open(dialog, drag.event);
}

/** Throws where the server doesn't give that part. */
async function fill(dialog: HTMLDialogElement, url: string): Promise<void> {
  const answer = await fetch(url, { redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  dialog.replaceChildren(...page.body.childNodes);
}

function open(dialog: HTMLDialogElement, event: HTMLElement): void {
  if (dialog.open) return; // a second press was quicker
  dialog.addEventListener("close", () => event.focus(), { once: true });
  dialog.showModal();
}
