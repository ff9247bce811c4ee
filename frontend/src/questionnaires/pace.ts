// When to save: soon after a choice, a moment after typing has stopped, later and later while nobody answers. Pure.

const SOON = 250;
const PAUSE = 1200;
const LONGEST = 30_000;

/** Milliseconds until the next try. `failed`: how often in a row it has failed. */
export function wait(what: "choice" | "typing" | "again", failed = 0): number {
  if (failed > 0) return Math.min(LONGEST, 1000 * 2 ** Math.min(failed, 6));
  return what === "choice" ? SOON : PAUSE;
}

/** The body of a form as it is saved: without files, without the buttons' own fields. */
export function body(fields: Iterable<[string, string]>, changed: Iterable<string>, revision: number): [string, string][] {
  const kept = [...fields].filter(([name]) => name !== "revision" && name !== "do" && name !== "changed");
  return [...kept, ["revision", String(revision)], ["changed", [...changed].join(" ")]];
}

/** Of the ids that a page has, those that are shown: `hidden` may hold "item", "item.row" and "item=option". */
export function shown(ids: Iterable<string>, hidden: ReadonlySet<string>): string[] {
  return [...ids].filter((id) => !hidden.has(id));
}
