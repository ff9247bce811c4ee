// How a new message is noticed elsewhere: the title, the app's badge, the rail, and a quiet sound if one wants it.
import { counted } from "./order.ts";

let here = 0; // messages that came while this tab was not looked at
let open = 0; // 1 when some of them belong to the conversation that is open
let others = 0; // other conversations with something unread

/** How many conversations were unread when the page came. */
export function begin(): void {
  others = Number(document.querySelector('[data-count="messages"] [data-figure]')?.textContent ?? 0);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && seenHere());
  draw();
}

/** Something came in: into the conversation that is open, or into another one. */
export function came(sound: boolean, intoOpen: boolean): void {
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  here += 1;
  if (intoOpen) open = 1;
  draw();
  if (sound) chime();
}

/** The reader looks at it. */
export function seenHere(): void {
  if (here === 0) return;
  here = open = 0;
  draw();
}

/** One more conversation has something unread, or one less. */
export function rail(change: number): void {
  others = Math.max(0, others + change);
  if (open + others === 0) here = 0; // all of it has been read, here or elsewhere
  const badge = document.querySelector<HTMLElement>('[data-count="messages"]');
  const figure = badge?.querySelector("[data-figure]");
  if (badge && figure) {
    badge.hidden = others === 0;
    figure.textContent = String(others);
  }
  const dot = document.querySelector<HTMLElement>('[data-dot="messages"]');
  if (dot) dot.hidden = others === 0;
  draw();
}

function draw(): void {
  document.title = counted(document.title, here);
  const unread = open + others;
  if ("setAppBadge" in navigator) void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
}

/** Two soft tones, made here: nothing is loaded. */
function chime(): void {
  const context = new AudioContext();
  [523.25, 659.25].forEach((tone, index) => {
    const at = context.currentTime + index * 0.12;
    const sound = context.createOscillator();
    const volume = context.createGain();
    sound.frequency.value = tone;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.08, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.35);
    sound.connect(volume).connect(context.destination);
    sound.start(at);
    sound.stop(at + 0.4);
  });
  setTimeout(() => void context.close(), 1000);
}
