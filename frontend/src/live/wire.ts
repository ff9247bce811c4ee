// The way to the server: a WebSocket, or server-sent events and POST where that is blocked.

export interface Wire {
  say(frame: object): void;
  close(): void;
}

export interface Ears {
  heard(raw: string): void;
  opened(): void;
  closed(code: number): void;
}

export function bySocket(practice: string, ears: Ears): Wire {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/live/socket?practice=${encodeURIComponent(practice)}`);
  socket.addEventListener("open", () => ears.opened());
  socket.addEventListener("message", (event: MessageEvent<string>) => ears.heard(event.data));
  socket.addEventListener("close", (event) => ears.closed(event.code));
  return {
    say: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    close: () => socket.close(),
  };
}

/**
 * What the tab begins with (`greetings`: hello, the rooms that it enters) is said with the address; what it says later
 * goes by POST, and its answers are heard like any frame. Another greeting than those needs a stream of its own: this
 * one ends, and the next says it.
 */
export function byEvents(practice: string, greetings: readonly object[], ears: Ears): Wire {
  const query = new URLSearchParams({ practice, hello: JSON.stringify(greetings) });
  const events = new EventSource(`/live/events?${query}`);
  events.addEventListener("open", () => ears.opened());
  events.addEventListener("message", (event: MessageEvent<string>) => ears.heard(event.data));
  events.addEventListener("error", () => {
    events.close();
    ears.closed(1006);
  });
  let greeted = false;
  const said = greetings.map((frame) => JSON.stringify(frame));
  const waiting: string[] = [];
  let posting = false;
  /** One after the other, in the order in which they were said; what waits meanwhile goes together. */
  const post = async (): Promise<void> => {
    if (posting) return;
    posting = true;
    for (let some = portion(waiting); some.length > 0; some = portion(waiting)) {
      const answer = await fetch(`/live/send?practice=${encodeURIComponent(practice)}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: `[${some.join(",")}]`,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      waiting.splice(0, some.length);
      const frames: unknown = await answer.json();
      if (Array.isArray(frames)) for (const one of frames) ears.heard(JSON.stringify(one));
    }
    posting = false;
  };
  return {
    say: (frame) => {
      const again = () => {
        events.close();
        ears.closed(1006);
      };
      const { type } = frame as { type: string };
      if (type === "room.enter") {
        const place = said.indexOf(JSON.stringify(frame));
        if (place < 0) again();
        else said.splice(place, 1);
      } else if (type !== "hello") {
        waiting.push(JSON.stringify(frame));
        post().catch(again);
      } else if (greeted) again();
      else greeted = true;
    },
    close: () => events.close(),
  };
}

const TOGETHER = 50; // frames of one request, as the server takes them
const LARGEST = 200_000; // characters of it, unless one frame alone is longer

/** The first of what waits, as much as goes into one request. Pure. */
export function portion(waiting: readonly string[]): string[] {
  let size = 0;
  const fits = waiting.slice(0, TOGETHER).findIndex((one, index) => (size += one.length) > LARGEST && index > 0);
  return waiting.slice(0, fits < 0 ? TOGETHER : fits);
}
