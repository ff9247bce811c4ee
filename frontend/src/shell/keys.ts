// Which key means what, without a browser. "g" waits for a second key.

export type Move = { kind: "next" } | { kind: "previous" } | { kind: "go"; place: string } | { kind: "help" } | { kind: "find" };

const PLACES: Record<string, string> = { t: "today", c: "clients", m: "messages", s: "settings" };

/** The move for `key` after `pending` ("g" or ""), or null; and what is pending now. */
export function move(key: string, pending: string): { move: Move | null; pending: string } {
  if (pending === "g") {
    const place = PLACES[key];
    return { move: place ? { kind: "go", place } : null, pending: "" };
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
      return { move: null, pending: "" };
  }
}

/** The row after `current` of `count` in that direction; it stops at the ends. -1 means none yet. */
export function step(current: number, count: number, by: 1 | -1): number {
  if (count === 0) return -1;
  if (current < 0) return by === 1 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, current + by));
}
