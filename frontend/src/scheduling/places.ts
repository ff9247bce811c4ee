// Where on the calendar something is, without a browser.

const MINUTE = 60_000;

/** Of a spot of half an hour that begins at `at` ("2027-03-28T07:00Z"): the time a `share` (0 to 1) down in it, by the
 *  quarter, in the same words. */
export function timeIn(at: string, share: number): string {
  const begins = Date.parse(at);
  if (Number.isNaN(begins)) return at;
  const quarter = share >= 0.5 ? 15 * MINUTE : 0;
  return `${new Date(begins + quarter).toISOString().slice(0, 16)}Z`;
}

/** Whether a pointer has gone far enough to mean dragging and not pressing. */
export function isDrag(fromX: number, fromY: number, x: number, y: number): boolean {
  return Math.hypot(x - fromX, y - fromY) > 6;
}

/** So many rows of five minutes have gone by since the page was made. */
export function rowsSince(made: number, now: number): number {
  return Math.floor((now - made) / (5 * MINUTE));
}

/** The path of a session in the calendar, of that of its page; "" for another page. */
export function inCalendar(path: string): string {
  const found = /^(.*)\/sessions\/([0-9a-f-]{36}\/)$/.exec(path);
  return found ? `${found[1] ?? ""}/calendar/${found[2] ?? ""}` : "";
}
