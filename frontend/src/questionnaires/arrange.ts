// Where a dragged question lands, by the heights of those that stand there. Pure.

/** The top and the height of one question on the page. */
export interface Span {
  top: number;
  height: number;
}

/** The place (0 …) among the others that something held at `y` belongs to. */
export function landing(y: number, others: readonly Span[]): number {
  return others.filter((one) => one.top + one.height / 2 < y).length;
}

/** What the server is told: the id before which `id` goes among `order` (the new order), "" for the end; null when it
 * stands where it was. */
export function before(id: string, order: readonly string[], was: readonly string[]): string | null {
  if (order.length === was.length && order.every((one, place) => one === was[place])) return null;
  return order[order.indexOf(id) + 1] ?? "";
}
