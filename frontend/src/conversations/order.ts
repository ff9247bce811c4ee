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

/** A day as the server's dividers say it: "Today", "Yesterday", "Thursday 19 November", with the year where it differs. */
export function dayWords(day: string, today: string, language: string, known: { today: string; yesterday: string }): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const before = Math.round((Date.parse(`${today}T00:00:00Z`) - at) / 86_400_000);
  if (before === 0) return known.today;
  if (before === 1) return known.yesterday;
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const tag = language.startsWith("en") ? "en-GB" : language || "en-GB";
  const said = new Intl.DateTimeFormat(tag, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", ...year }).format(at);
  return tag === "en-GB" ? said.replace(",", "") : said;
}
