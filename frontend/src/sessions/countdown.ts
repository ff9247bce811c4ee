// How long until a session begins, in the words that the server has given for it.

/** Which word holds from which number on: [[1, "in %d minute"], [2, "in %d minutes"]]. */
export type Forms = readonly (readonly [number, string])[];

/** What is said before, at and after a session; `minutes` and `hours` in every form that the language has. */
export interface Words {
  minutes: Forms;
  hours: Forms;
  now: string;
  over: string;
}

export type State = "before" | "now" | "over";

const MINUTE = 60_000;

/** How it stands at `now`; all in milliseconds. */
export function state(now: number, begins: number, ends: number): State {
  if (now < begins) return "before";
  return now < ends ? "now" : "over";
}

/** How long until something begins: "in 5 minutes", "in 3 hours"; "" for more than a day, or for nothing. As
 *  `words.until` of the server says it. */
export function until(rest: number, words: Pick<Words, "minutes" | "hours">): string {
  const minutes = Math.ceil(Math.floor(rest / 1000) / 60);
  if (minutes <= 0 || minutes > 24 * 60) return "";
  return minutes < 60 ? say(words.minutes, minutes) : say(words.hours, Math.floor(minutes / 60));
}

/** When to look again: as the number of minutes left, or the state, changes; never later than in a minute. */
export function wait(now: number, begins: number, ends: number): number {
  const next = now < begins ? begins : ends;
  const rest = (next - now) % MINUTE;
  return rest > 0 ? rest : MINUTE;
}

/** The words of the page, or null where they are none. */
export function read(text: string | undefined): Words | null {
  try {
    const found: unknown = JSON.parse(text ?? "");
    return isWords(found) ? found : null;
  } catch {
    return null;
  }
}

function say(forms: Forms, number: number): string {
  const form = forms.findLast(([from]) => from <= number);
  return form ? form[1].replace("%d", String(number)) : "";
}

function isWords(found: unknown): found is Words {
  if (typeof found !== "object" || found === null) return false;
  const words = found as Record<string, unknown>;
  return (
    Array.isArray(words["minutes"]) &&
    Array.isArray(words["hours"]) &&
    typeof words["now"] === "string" &&
    typeof words["over"] === "string"
  );
}
