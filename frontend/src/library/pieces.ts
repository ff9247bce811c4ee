// A file in pieces: which one is next, and how long to wait before it is tried again. Pure.

export interface Span {
  number: number;
  start: number;
  end: number;
}

/** The piece that follows what has arrived; null when nothing is missing. */
export function nextPiece(received: number, size: number, piece: number): Span | null {
  if (received >= size) return null;
  const number = Math.floor(received / piece);
  return { number, start: number * piece, end: Math.min(size, (number + 1) * piece) };
}

/** Milliseconds to wait after so many failures in a row: 1, 2, 4 … at most 30 seconds. */
export function pauseAfter(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.max(0, failures - 1));
}

/** What tells a file from another one, so that choosing it again goes on with its upload. */
export function nameOf(file: { name: string; size: number; lastModified: number }): string {
  return `${file.name}|${file.size}|${file.lastModified}`;
}
