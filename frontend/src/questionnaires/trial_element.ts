// A questionnaire tried out, all pages below each other: what is shown and what totals say follows at once, nothing is
// kept. In the frame beside the editor it is drawn again, answers and all, with what stands in the editor's form.
import { liveOf } from "./filling_element.ts";
import { readable, reveal } from "./reveal_element.ts";
import { enliven, watchButtons } from "./rows_element.ts";

/** What the editor tells the frame: the form of the question that is open. */
export interface Edited { open: string; fields: [string, string][] }

export function tryable(form: HTMLElement): void {
  const live = liveOf(form);
  const follow = () => {
    readable(form);
    if (!live) return;
    const { hidden, totals } = live.see(new FormData(form as HTMLFormElement));
    reveal(form, hidden, totals);
  };
  watchButtons(form, follow);
  enliven(form, follow);
  form.addEventListener("input", follow);
  follow();
}

/** The frame: it listens to the page around it, and to nobody else. */
export function framed(place: HTMLElement): void {
  if (window.parent === window) return;
  let latest = 0;
  window.addEventListener("message", (event: MessageEvent<Partial<Edited> | null>) => {
    if (event.origin !== location.origin || event.source !== window.parent) return;
    const { open, fields } = event.data ?? {};
    if (typeof open !== "string" || !Array.isArray(fields)) return; // of somebody else, such as an extension
    void draw(place, { open, fields }, (latest += 1), () => latest);
  });
  window.parent.postMessage("ready", location.origin);
}

async function draw(place: HTMLElement, { open, fields }: Edited, turn: number, latest: () => number): Promise<void> {
  if (fields.length > 0) {
    const form = place.querySelector("form");
    const sent = new URLSearchParams(fields);
    for (const [name, value] of form ? new FormData(form) : []) {
      if (typeof value === "string" && name.startsWith("a.")) sent.append(name, value);
    }
    const answer = await fetch(`?${new URLSearchParams({ open })}`, { method: "POST", body: sent, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || turn !== latest()) return; // what was there stays, or a newer one is on its way
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-framed]");
    if (!next || turn !== latest()) return;
    place.replaceChildren(...next.childNodes);
    for (const fresh of place.querySelectorAll<HTMLElement>("form[data-trial]")) tryable(fresh);
  }
  const block = document.getElementById(`q-${open}`);
  if (block) window.scrollTo({ top: block.getBoundingClientRect().top + window.scrollY - 24 });
}
