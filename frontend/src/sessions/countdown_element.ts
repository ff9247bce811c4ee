// The next session's countdown stays right while the page is open. Nothing is announced while minutes pass; that it
// begins is said once.
import { type State, read, state, until, wait } from "./countdown.ts";

export function keepCountdowns(): void {
  for (const line of document.querySelectorAll<HTMLElement>("[data-countdown]")) keep(line);
}

function keep(line: HTMLElement): void {
  const begins = Date.parse(line.dataset["countdown"] ?? "");
  const ends = Date.parse(line.dataset["ends"] ?? "");
  const words = read(line.dataset["words"]);
  if (!words || Number.isNaN(begins) || Number.isNaN(ends)) return;
  let shown: State = state(Date.now(), begins, ends);
  let timer = 0;

  const look = (): void => {
    clearTimeout(timer);
    const now = Date.now();
    const stands = state(now, begins, ends);
    const rest = line.querySelector<HTMLElement>("[data-rest]");
    if (stands === "before") {
      if (rest) put(rest, until(begins - now, words));
    } else {
      put(line, words[stands]);
      if (stands === "now" && shown === "before") announce(words.now);
    }
    shown = stands;
    if (stands !== "over") timer = window.setTimeout(look, wait(now, begins, ends) + 50);
  };

  look();
  // a page that slept, or came back from the history, is put right at once
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("pageshow", look);
}

function put(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}

function announce(text: string): void {
  const status = document.querySelector<HTMLElement>("[data-countdown-said]");
  if (!status) return;
  status.textContent = text;
  setTimeout(() => (status.textContent = ""), 10_000);
}
