// Which key means what, without a browser. "g" waits for a second key, the letter that a place of the rail has as `data-go`;
// what a page marks with `data-key` is pressed by it.

export type Move = { kind: "next" } | { kind: "previous" } | { kind: "go"; key: string } | { kind: "help" } | { kind: "find" } | { kind: "press"; key: string };

/** The move for `key` after `pending` ("g" or ""), or null; and what is pending now. */
export function move(key: string, pending: string): { move: Move | null; pending: string } {
  if (pending === "g") {
    return { move: /^[a-z]$/.test(key) ? { kind: "go", key } : null, pending: "" };
  }
  switch (key) {
    case "g":
      return { move: null, pending: "g" };
    case "j":
      return { move: { kind: "next" }, pending: "" };
    case "k":
      return { move: { kind: "previous" }, pending: "" };
    case "/":
      return { move: { kind: "find" }, pending: "" };
    case "?":
      return { move: { kind: "help" }, pending: "" };
    default:
      // what a page itself offers under a key of its own
      return { move: /^([a-z]|ArrowLeft|ArrowRight)$/.test(key) ? { kind: "press", key } : null, pending: "" };
  }
}

/** The row after `current` of `count` in that direction; it stops at the ends. -1 means none yet. */
export function step(current: number, count: number, by: 1 | -1): number {
  if (count === 0) return -1;
  if (current < 0) return by === 1 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, current + by));
}
