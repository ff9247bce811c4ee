// The page of one conversation: the live connection on one side, messages, composer and menu on the other.
import { likesTwelve, timeOfDay } from "./clock.ts";
import { Asker } from "./ask.ts";
import { Composer, type Written } from "./composer_element.ts";
import { watchFind } from "./find_element.ts";
import { Menu } from "./menu_element.ts";
import { find, Messages } from "./messages_element.ts";
import { dropRow, followRows, markRow, readElsewhere, readRow } from "./rows_element.ts";
import * as notice from "./notice_element.ts";
import type { Live, MessageFrame, Pending } from "../live/live.ts";
import { word } from "./words.ts";

export class Conversation {
  private readonly id: string;
  private readonly me: string;
  private readonly messages: Messages;
  private readonly menu: Menu;
  private composer: Composer | null = null;
  private readonly present = new Set<string>();
  private readonly seenBy = new Map<string, number>();
  private queue: Promise<void> = Promise.resolve();
  private lastMine: number;
  private typingTimer = 0;
  private readonly note: string;
  private readonly asking = new Set<string>();
  private readonly ask: Asker;

  constructor(private readonly thread: HTMLElement, private readonly live: Live) {
    this.id = thread.dataset["conversation"] ?? "";
    this.me = thread.dataset["me"] ?? "";
    const ask = (this.ask = new Asker(thread.dataset["base"] ?? "", thread.dataset["token"] ?? ""));
    this.messages = new Messages(thread, ask);
    if ("writable" in thread.dataset) {
      this.composer = new Composer(thread, ask, (written) => this.send(written), () => live.typing(this.id));
    }
    this.menu = new Menu(thread, this.messages, ask, {
      reply: (seq, words) => this.composer?.reply(seq, words),
      say: (text) => this.composer?.say(text),
    });
    watchFind(thread, this.messages, ask);
    this.note = thread.querySelector("[data-reach]")?.textContent ?? "";
    const mine = thread.querySelectorAll<HTMLElement>(".message.mine[data-seq]:not(.gone)");
    this.lastMine = Number(mine[mine.length - 1]?.dataset["seq"] ?? 0);
    this.listen();
    live.follow(this.id, Number(thread.dataset["head"] ?? 0));
    followRows(live, this.id);
    void this.drawPending();
    this.watchRefused();
    this.watchSeeing();
    this.showUnread();
  }

  private listen(): void {
    const live = this.live;
    const ours = <T extends { conversation?: string }>(act: (frame: T) => void) => (frame: T) => {
      if (frame.conversation === undefined || frame.conversation === this.id) act(frame);
    };
    live.on("message", (frame) => (frame.conversation === this.id ? this.came(frame) : this.elsewhere(frame)));
    live.on("ack", ours((frame) => void this.drawPending().then(() => this.asked(frame))));
    live.on("refused", ours((frame) => void this.refused(frame)));
    live.on("queued", (frame) => frame.pending.conversation === this.id && void this.drawPending());
    live.on("over", () => once("over") && location.reload());
    live.on("file", ours((frame) => this.inOrder(() => this.messages.refresh(frame.seq))));
    live.on("seen", ours((frame) => this.inOrder(() => this.reached(frame, "seen"))));
    live.on("read", (frame) => this.inOrder(() => this.readElsewhere(frame)));
    live.on("delivered", ours((frame) => this.inOrder(() => this.reached(frame, "delivered"))));
    live.on("typing", ours((frame) => this.typing(frame.person, frame.name)));
    live.on("presence", ours((frame) => this.presence(frame.person, frame.state)));
    live.on("gone", (frame) => (frame.conversation === this.id ? this.gone() : dropRow(frame.conversation)));
    live.on("state", (frame) => this.connection(frame.state));
  }

  /** After everything that came before is drawn: "seen" may come while the message itself is still being put. */
  private inOrder(act: () => void | Promise<void>): void {
    this.queue = this.queue.then(act).catch(() => undefined);
  }

  private came(frame: MessageFrame): void {
    const mine = frame.sender === this.me;
    this.inOrder(async () => {
      await this.messages.put(frame, mine);
      if (mine) await this.drawPending();
      if (mine && frame.kind === "text" && frame.seq > this.lastMine) {
        this.lastMine = frame.seq;
        this.say(word("sent"));
      }
      if (frame.kind === "pin") await this.menu.redrawPinned();
      if (frame.kind === "system") this.look();
      if (!mine && frame.kind === "text") {
        this.stopTyping();
        this.say(""); // an answer says more than "seen"
        notice.came(this.thread.dataset["sound"] === "on", true);
        this.look();
      }
    });
  }

  /** The same person has seen it on another device: nothing here is new to them any more. */
  private readElsewhere(frame: { conversation: string; seq: number }): void {
    if (frame.conversation !== this.id) return readElsewhere(frame);
    if (frame.seq < this.messages.head) return;
    readRow(this.id);
    notice.seenHere();
    this.thread.querySelector("#unread")?.remove();
  }

  /** A message in another conversation: its row in the list says so. */
  private elsewhere(frame: MessageFrame): void {
    if (frame.kind !== "text" || frame.sender === this.me) return;
    markRow(frame);
    notice.came(this.thread.dataset["sound"] === "on", false);
  }

  private send({ text, replyTo, attachments, asks }: Written): void {
    const clientId = this.live.send(this.id, text, { attachments, ...(replyTo === undefined ? {} : { replyTo }) });
    if (asks) this.asking.add(clientId);
    this.messages.scroll.scrollTop = 0;
  }

  /** What its writer marked as a question becomes one as soon as the server has it. */
  private async asked(frame: { client_id: string; seq: number }): Promise<void> {
    if (!this.asking.delete(frame.client_id)) return;
    await this.ask.post(`m/${frame.seq}/question/`, {}).catch(() => this.composer?.say(word("failed")));
  }

  private async drawPending(): Promise<void> {
    this.messages.showPending(await this.live.pending(this.id));
  }

  private async refused(frame: { reason: string; again?: boolean }): Promise<void> {
    if (!frame.again) this.composer?.say(frame.reason === "gone" ? word("gone") : frame.reason || word("failed"));
    await this.drawPending();
  }

  /** A message that was refused: sent once more, or given up and its words put back. */
  private watchRefused(): void {
    this.thread.addEventListener("again", (event) => {
      const { clientId, text, replyTo, attachments } = (event as CustomEvent<Pending>).detail;
      this.composer?.say("");
      this.live.send(this.id, text, { clientId, attachments, ...(replyTo === null ? {} : { replyTo }) });
    });
    this.thread.addEventListener("discard", (event) => {
      const { clientId, text } = (event as CustomEvent<Pending>).detail;
      this.composer?.say("");
      this.composer?.giveBack(text);
      void this.live.discard(clientId).then(() => this.drawPending());
    });
  }

  private reached(frame: { person: string; seq: number }, how: "seen" | "delivered"): void {
    if (frame.person === this.me || frame.seq < this.lastMine || this.lastMine === 0) return;
    if (this.messages.head !== this.lastMine) return; // an answer stands below it
    const state = find(this.thread, "[data-state]");
    if (how === "delivered" && state.textContent?.startsWith(word("seen"))) return;
    if (how === "seen" && "group" in this.thread.dataset) {
      this.seenBy.set(frame.person, frame.seq);
      const names = JSON.parse(this.thread.dataset["names"] ?? "{}") as Record<string, string>;
      const who = [...this.seenBy].filter(([, seq]) => seq >= this.lastMine).map(([person]) => names[person] ?? "");
      this.say(word("seen-by").replace("%s", who.filter(Boolean).join(", ")));
      return;
    }
    const at = how === "seen" ? ` ${this.clock()}` : "";
    this.say(word(how) + at);
  }

  /** They take no part any more: nothing of it stays on the page. */
  private gone(): void {
    const line = document.createElement("p");
    line.className = "composer-note ended";
    line.setAttribute("role", "alert");
    line.textContent = word("gone");
    this.thread.replaceChildren(line);
    dropRow(this.id);
  }

  private clock(): string {
    return timeOfDay(new Date(), this.thread.dataset["zone"] ?? "UTC", likesTwelve());
  }

  private say(state: string): void {
    find(this.thread, "[data-state]").textContent = state;
  }

  private typing(person: string, name?: string): void {
    if (person === this.me) return;
    const line = find(this.thread, "[data-typing]");
    find(line, "span").textContent = word("typing").replace("%s", name ?? find(this.thread, "#with").textContent ?? "");
    line.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = window.setTimeout(() => this.stopTyping(), 6000);
  }

  private stopTyping(): void {
    find(this.thread, "[data-typing]").hidden = true;
  }

  private presence(person: string, state: string): void {
    if (!(this.thread.dataset["others"] ?? "").split(" ").includes(person)) return;
    if (state === "here") this.present.add(person);
    else this.present.delete(person);
    this.drawPresence();
  }

  private drawPresence(): void {
    const here = this.present.size > 0;
    const line = find(this.thread, "[data-presence]");
    line.hidden = !here;
    line.textContent = word("here");
    const avatar = this.thread.querySelector(".thread-head .avatar");
    avatar?.querySelector(".here")?.remove();
    if (here) avatar?.append(Object.assign(document.createElement("span"), { className: "here" }));
    this.drawReach();
  }

  private connection(state: string): void {
    this.thread.dataset["connection"] = state;
    if (state === "live") {
      this.seenSeq = 0; // what was said into a dead line is said again
      this.look();
    } else this.present.clear(); // who is here is heard again
    this.drawPresence();
  }

  /** Whom it reaches, under the field. */
  private drawReach(): void {
    const line = this.thread.querySelector("[data-reach]");
    if (!line) return;
    const away = !navigator.onLine || this.thread.dataset["connection"] === "offline";
    const here = this.present.size > 0 && !("group" in this.thread.dataset);
    line.textContent = away ? word("offline") : here ? word("reaches") : this.note;
  }

  /** What is on the screen, at the end, in a tab that is looked at, has been seen. */
  private watchSeeing(): void {
    for (const event of ["focus", "visibilitychange"]) window.addEventListener(event, () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
    this.messages.scroll.addEventListener("scroll", () => this.look(), { passive: true });
    this.look();
  }

  private seenSeq = 0;

  private look(): void {
    const looked = document.visibilityState === "visible" && document.hasFocus();
    if (!looked || !this.messages.complete || !this.messages.atEnd) return;
    const head = this.messages.head;
    if (head > this.seenSeq) {
      this.seenSeq = head;
      this.live.seen(this.id, head);
    }
    readRow(this.id);
    notice.seenHere();
  }

  private showUnread(): void {
    const mark = this.thread.querySelector("#unread");
    const room = this.messages.scroll;
    if (mark && !location.hash.startsWith("#m") && room.scrollHeight > room.clientHeight * 1.5) mark.scrollIntoView({ block: "start" });
    else if (location.hash.startsWith("#m")) void this.messages.jump(Number(location.hash.slice(2)));
  }
}

/** Reload at most once a minute for this reason: where it does not help, the page stays and says that it is offline. */
function once(why: string): boolean {
  const last = Number(sessionStorage.getItem(why) ?? 0);
  sessionStorage.setItem(why, String(Date.now()));
  return Date.now() - last > 60_000;
}
