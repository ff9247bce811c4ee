// How long a session runs, and when that is worth a word.

const MINUTE = 60_000;
const WARNING = 5; // minutes before the planned end

/** "18:24", "1:02:05". */
export function elapsed(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** How much of the planned time has passed, from 0 to 1. */
export function share(ms: number, minutes: number): number {
  return Math.min(1, Math.max(0, ms / (minutes * MINUTE)));
}

export type Mark = "" | "five" | "time";

/** What is to be said at this moment: once when five minutes are left, once when the planned time is over. */
export function mark(ms: number, minutes: number): Mark {
  const left = minutes * MINUTE - ms;
  if (left <= 0) return "time";
  return left <= WARNING * MINUTE && minutes > WARNING ? "five" : "";
}
