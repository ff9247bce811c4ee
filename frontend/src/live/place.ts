// Where a tab is in its conversations: the last sequence without a gap, and what to do with each message that comes.

export type Verdict = "take" | "drop" | "gap";

export class Places {
  private readonly last = new Map<string, number>();

  follow(conversation: string, after: number): void {
    this.last.set(conversation, Math.max(after, this.last.get(conversation) ?? 0));
  }

  forget(conversation: string): void {
    this.last.delete(conversation);
  }

  /** What a hello says: everything that is followed, and up to where. */
  hello(): Record<string, number> {
    return Object.fromEntries(this.last);
  }

  /** Take the next one; drop what came before; a gap means: say hello again. */
  arrive(conversation: string, seq: number): Verdict {
    const last = this.last.get(conversation);
    if (last === undefined || seq <= last) return "drop";
    if (seq > last + 1) return "gap";
    this.last.set(conversation, seq);
    return "take";
  }
}

/** How long to wait before the next try, in ms: doubling to half a minute, with jitter so that not all come at once. */
export function backoff(attempt: number, random: number): number {
  return Math.min(30_000, 250 * 2 ** Math.min(attempt, 7)) * (0.5 + random / 2);
}
