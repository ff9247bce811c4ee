// One connection per tab: it follows conversations, sends what was written until it is acknowledged, and comes back
// after every interruption where it was.
import { backoff, Places } from "./place.ts";
import { parse, type Frame, type Frames } from "./protocol.ts";
import { openQueue, type Pending, type Queue } from "./queue.ts";
import { byEvents, bySocket, type Ears, type Wire } from "./wire.ts";

export type { Pending } from "./queue.ts";
export type { FileInfo, Frames, MessageFrame } from "./protocol.ts";

export type State = "live" | "connecting" | "offline";
export interface Heard extends Frames {
  state: { type: "state"; state: State };
  queued: { type: "queued"; pending: Pending };
}
type Handler<K extends keyof Heard> = (frame: Heard[K]) => void;

export interface SendOptions {
  clientId?: string;
  replyTo?: number;
  attachments?: string[];
}

const NOT_HERE = 4404;
const OVER = 4401;
const SILENCE = 60_000; // ms without a word from the server, after which the connection counts as dead
const DELIVERED = 400; // ms for which "delivered" waits for more of them
const RESEND = 10_000; // ms after which an unacknowledged message is sent again

/** The connection of this tab. `me` is the person's public id. */
export function connect(practice: string, me: string): Live {
  return new Live(practice, me);
}

export class Live {
  state: State = "connecting";
  private readonly places = new Places();
  private readonly handlers = new Map<string, Set<(frame: never) => void>>();
  private readonly queue: Promise<Queue>;
  private readonly sentAt = new Map<string, number>();
  private wire: Wire | null = null;
  private attempt = 0;
  private failures = 0; // of sockets that never opened: then events are used, until they fail or the network changes
  private heardAt = Date.now();
  private over = false;
  private timer = 0;
  private delivering = 0;
  private readonly reached = new Map<string, number>();
  private readonly seenAt = new Map<string, number>();
  private readonly greetings = new Map<string, object>();

  constructor(
    private readonly practice: string,
    private readonly me: string,
  ) {
    this.queue = openQueue(me);
    window.addEventListener("online", () => this.comeBack());
    window.addEventListener("offline", () => this.lose());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !this.wire) this.comeBack();
    });
    window.setInterval(() => this.watch(), 5_000);
    queueMicrotask(() => this.open());
  }

  on<K extends keyof Heard>(type: K, handler: Handler<K>): void {
    const set = this.handlers.get(type) ?? new Set();
    set.add(handler as (frame: never) => void);
    this.handlers.set(type, set);
  }

  /** Follow a conversation from the last sequence that the page shows. */
  follow(conversation: string, after: number): void {
    this.places.follow(conversation, after);
    if (this.state === "live") this.wire?.say({ type: "hello", conversations: { [conversation]: after } });
  }

  /** Write something down for sending; gives its client id. It is kept on this device until the server has it. */
  send(conversation: string, text: string, options: SendOptions = {}): string {
    const pending: Pending = {
      clientId: options.clientId ?? newClientId(),
      person: this.me,
      practice: this.practice,
      conversation,
      text,
      replyTo: options.replyTo ?? null,
      attachments: options.attachments ?? [],
      at: Date.now(),
    };
    void this.queue
      .then((queue) => queue.put(pending))
      .catch(() => undefined)
      .then(() => {
        this.emit("queued", { type: "queued", pending });
        this.post(pending);
      });
    return pending.clientId;
  }

  /** Give up on a message that could not be sent. */
  async discard(clientId: string): Promise<void> {
    await (await this.queue).remove(clientId);
  }

  async pending(conversation: string): Promise<Pending[]> {
    return (await this.queue).of(conversation);
  }

  /** A frame that is said at once, and again on every new connection, until it is taken back with null. */
  greet(key: string, frame: object | null): void {
    if (frame === null) {
      this.greetings.delete(key);
      return;
    }
    this.greetings.set(key, frame);
    if (this.state === "live") this.wire?.say(frame);
  }

  /** A frame of another app; lost where there is no connection. Gives whether there is one. */
  say(frame: object): boolean {
    if (this.state !== "live") return false;
    this.wire?.say(frame);
    return true;
  }

  seen(conversation: string, seq: number): void {
    this.seenAt.set(conversation, seq);
    this.wire?.say({ type: "seen", conversation, seq });
  }

  typing(conversation: string): void {
    this.wire?.say({ type: "typing", conversation });
  }

  private post(pending: Pending): void {
    if (this.state !== "live") return;
    this.sentAt.set(pending.clientId, Date.now());
    const { clientId: client_id, conversation, text: body, replyTo: reply_to, attachments } = pending;
    this.wire?.say({ type: "send", conversation, client_id, body, ...(reply_to ? { reply_to } : {}), attachments });
  }

  private open(): void {
    if (this.over || this.wire) return;
    this.become("connecting");
    const events = this.failures >= 3;
    let opened = false;
    let wire: Wire | null = null;
    const ears: Ears = {
      opened: () => {
        opened = true;
        if (!events) this.failures = 0;
      },
      heard: (raw) => {
        for (const frame of parse(raw)) this.heard(frame);
      },
      closed: (code) => {
        if (this.wire !== wire && this.wire !== null) return; // the end of an older one
        if (!opened) this.failures = events ? 0 : this.failures + 1;
        this.closed(code);
      },
    };
    const hello = { type: "hello", conversations: this.places.hello() };
    const greetings = [hello, ...this.greetings.values()];
    wire = events ? byEvents(this.practice, greetings, ears) : bySocket(this.practice, ears);
    this.wire = wire;
    this.heardAt = Date.now();
  }

  private heard(frame: Frame): void {
    this.heardAt = Date.now();
    switch (frame.type) {
      case "welcome":
        this.attempt = 0;
        this.become("live");
        this.wire?.say({ type: "hello", conversations: this.places.hello() });
        for (const frame of this.greetings.values()) this.wire?.say(frame);
        void this.sendAll();
        return;
      case "message":
        this.arrive(frame);
        return;
      case "ack":
        this.sentAt.delete(frame.client_id);
        void this.queue.then((queue) => queue.remove(frame.client_id));
        break;
      case "refused":
        this.sentAt.delete(frame.client_id);
        void this.refuse(frame).then(() => this.emit("refused", frame)); // once it is written down, it can be drawn
        return;
      case "gone":
        this.places.forget(frame.conversation);
        break;
      case "over":
        this.closed(OVER);
        return;
    }
    this.emit(frame.type, frame as never);
  }

  private arrive(frame: Frames["message"]): void {
    const verdict = this.places.arrive(frame.conversation, frame.seq);
    if (verdict === "take") {
      if (frame.kind === "text" && frame.sender !== this.me) this.deliver(frame.conversation, frame.seq);
      this.emit("message", frame);
    }
    if (verdict === "gap") this.wire?.say({ type: "hello", conversations: this.places.hello() });
  }

  private async refuse(frame: Frames["refused"]): Promise<void> {
    if (frame.again) return;
    const queue = await this.queue;
    const item = (await queue.all()).find((one) => one.clientId === frame.client_id);
    if (item) await queue.put({ ...item, refused: frame.reason });
  }

  /** Tell that it has reached this device, unless "seen" says more in the same moment. */
  private deliver(conversation: string, seq: number): void {
    this.reached.set(conversation, seq);
    this.delivering ||= window.setTimeout(() => {
      this.delivering = 0;
      for (const [key, last] of this.reached) {
        if (last > (this.seenAt.get(key) ?? 0)) this.wire?.say({ type: "delivered", conversation: key, seq: last });
      }
      this.reached.clear();
    }, DELIVERED);
  }

  private async sendAll(): Promise<void> {
    for (const item of await (await this.queue).all()) {
      const at = this.sentAt.get(item.clientId) ?? 0;
      const ours = (item.practice ?? this.practice) === this.practice; // by another practice's socket it would be refused
      if (ours && !item.refused && Date.now() - at > RESEND) this.post(item);
    }
  }

  private closed(code: number): void {
    this.wire?.close();
    this.wire = null;
    this.sentAt.clear();
    if (code === OVER || code === NOT_HERE) {
      this.over = true;
      this.become("offline");
      this.emit("over", { type: "over" });
      return;
    }
    this.become(navigator.onLine ? "connecting" : "offline");
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.open(), backoff(this.attempt++, Math.random()));
  }

  private comeBack(): void {
    this.attempt = 0;
    this.failures = 0;
    clearTimeout(this.timer);
    if (!this.wire) this.open();
  }

  private lose(): void {
    const wire = this.wire;
    this.wire = null;
    wire?.close();
    this.sentAt.clear();
    this.become("offline");
  }

  private watch(): void {
    if (!this.wire) return;
    if (Date.now() - this.heardAt > SILENCE) {
      this.closed(1006);
      return;
    }
    if (this.state === "live") {
      if (Date.now() - this.heardAt > SILENCE / 3) this.wire.say({ type: "beat" });
      void this.sendAll();
    }
  }

  private become(state: State): void {
    if (state === this.state) return;
    this.state = state;
    this.emit("state", { type: "state", state });
  }

  private emit<K extends keyof Heard>(type: K, frame: Heard[K]): void {
    for (const handler of this.handlers.get(type) ?? []) (handler as Handler<K>)(frame);
  }
}

/** An id that no other message has. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
