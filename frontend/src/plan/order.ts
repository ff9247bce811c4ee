// Which place something is dragged to, by the heights of what stands there.

/** The top and the height of one row on the page. */
export interface Span {
  top: number;
  height: number;
}

/** The place (0 …) that the middle of a dragged row at `y` belongs to, among the other rows from top to bottom. */
export function placeAt(y: number, others: readonly Span[]): number {
  return others.filter((row) => row.top + row.height / 2 < y).length;
}

/** `ids` with the one at `from` taken out and put in at `to`. */
export function put<T>(ids: readonly T[], from: number, to: number): T[] {
  const rest = ids.filter((_one, place) => place !== from);
  const moved = ids.slice(from, from + 1);
  return [...rest.slice(0, to), ...moved, ...rest.slice(to)];
}
