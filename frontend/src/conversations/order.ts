// Where a message belongs among those that stand on the page. Pure.

/** The index before which `seq` is put so that `seqs` stays in order; -1 when it stands there already. */
export function place(seqs: readonly number[], seq: number): number {
  let index = seqs.length;
  while (index > 0) {
    const before = seqs[index - 1] as number;
    if (before === seq) return -1;
    if (before < seq) break;
    index -= 1;
  }
  return index;
}

/** Seconds as a clock says them: "1:05". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** The title of a page with something unread: "(2) Ana". */
export function counted(title: string, unread: number): string {
  const plain = title.replace(/^\(\d+\) /, "");
  return unread > 0 ? `(${unread}) ${plain}` : plain;
}

/** The day of a moment in the reader's zone, as the page's dividers name it: "2026-11-23". */
export function dayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}
