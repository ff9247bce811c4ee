// The height in a frame's message, in whole pixels; 0 for anything that is none.
const MOST = 10_000;

export function heightIn(data: unknown): number {
  if (typeof data !== "object" || data === null) return 0;
  const { opencoach, height } = data as { opencoach?: unknown; height?: unknown };
  if (opencoach !== "height" || typeof height !== "number" || !(height > 0)) return 0;
  return Math.min(Math.ceil(height), MOST);
}
