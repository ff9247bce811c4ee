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

/** `hello` is said with the address; what the tab says later goes by POST, and its answers are heard like any frame. */
export function byEvents(practice: string, hello: object, ears: Ears): Wire {
  const query = new URLSearchParams({ practice, hello: JSON.stringify(hello) });
  const events = new EventSource(`/live/events?${query}`);
  events.addEventListener("open", () => ears.opened());
  events.addEventListener("message", (event: MessageEvent<string>) => ears.heard(event.data));
  events.addEventListener("error", () => {
    events.close();
    ears.closed(1006);
  });
  const post = async (frame: object): Promise<void> => {
    const answer = await fetch(`/live/send?practice=${encodeURIComponent(practice)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify([frame]),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const frames: unknown = await answer.json();
    if (Array.isArray(frames)) for (const one of frames) ears.heard(JSON.stringify(one));
  };
  return {
    say: (frame) => {
      if ((frame as { type: string }).type === "hello") return;
      post(frame).catch(() => {
        events.close();
        ears.closed(1006);
      });
    },
    close: () => events.close(),
  };
}
