// When what was typed is saved. Pure: milliseconds.

const PAUSE = 2000; // without a key
const LONGEST = 8000; // however fast somebody types
const AGAIN = [2000, 4000, 8000, 15000, 30000];

/** How long to wait now: since the first unsaved key `unsaved` ms have gone by; after `failed` attempts, longer. */
export function wait(unsaved: number, failed: number): number {
  if (failed > 0) return AGAIN[Math.min(failed, AGAIN.length) - 1] ?? PAUSE;
  return Math.max(0, Math.min(PAUSE, LONGEST - unsaved));
}

/** Both texts, one below the other; one that holds the other already is enough. */
export function together(here: string, there: string): string {
  if (here.includes(there.trim())) return here;
  if (there.includes(here.trim())) return there;
  return `${there.trimEnd()}\n\n---\n\n${here.trimStart()}`;
}
