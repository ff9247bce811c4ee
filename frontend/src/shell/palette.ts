// The command palette's list, without a browser: what is shown, and what is chosen.

export interface Item {
  label: string;
  detail: string;
  icon: string;
  url: string;
}
export interface Group {
  label: string;
  items: Item[];
}

/** All items in the order in which they are shown. */
export function flat(groups: readonly Group[]): Item[] {
  return groups.flatMap((group) => group.items);
}

/** The item after `current`, round the ends. */
export function next(current: number, count: number, by: 1 | -1): number {
  return count === 0 ? -1 : (current + by + count) % count;
}

/** Whether an answer has the shape that we show; anything else is treated as no answer. */
export function isGroups(value: unknown): value is { groups: Group[] } {
  return typeof value === "object" && value !== null && Array.isArray((value as { groups?: unknown }).groups);
}
