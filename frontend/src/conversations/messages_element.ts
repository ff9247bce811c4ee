// The messages of a conversation on the page: put in, replaced, paged, and told to a screen reader.
import { likesTwelve, timeOfDay } from "./clock.ts";
import type { Asker } from "./ask.ts";
import { dayOf, dayWords, place } from "./order.ts";
import type { MessageFrame, Pending } from "../live/live.ts";
import { word } from "./words.ts";

const NEAR = 120; // pixels from the end that still count as being there

export class Messages {
  readonly scroll: HTMLElement;
  readonly list: HTMLElement;
  private readonly outgoing: HTMLElement;
  private readonly latest: HTMLElement;
  private readonly log: HTMLElement;
  private readonly zone: string;
  private loading = false;
  private missed = 0;
  private asked = 0;
  private readonly drawn = new Map<number, number>(); // a message → the latest question whose answer stands on the page

  constructor(private readonly thread: HTMLElement, private readonly ask: Asker) {
    this.scroll = find(thread, "[data-scroll]");
    this.list = find(thread, "[data-messages]");
    this.outgoing = find(thread, "[data-outgoing]");
    this.latest = find(thread, "[data-latest]");
    this.log = find(thread, "[data-log]");
    this.zone = thread.dataset["zone"] ?? "UTC";
    this.latest.addEventListener("click", () => void this.toEnd());
    this.scroll.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.scroll.addEventListener("keydown", (event) => this.walk(event));
    this.watchOlder();
    document.addEventListener("visibilitychange", () => this.nameDays());
  }

  /** Whether the page shows the end of the conversation, and not a stretch further up. */
  get complete(): boolean {
    return this.list.querySelector("[data-newer]") === null;
  }

  get atEnd(): boolean {
    return this.scroll.scrollTop > -NEAR; // column-reverse: 0 is the end
  }

  get head(): number {
    const all = this.seqs();
    return all[all.length - 1] ?? 0;
  }

  get(seq: number): HTMLElement | null {
    return this.list.querySelector<HTMLElement>(`#m${seq}`);
  }

  seqs(): number[] {
    return this.nodes().map((node) => Number(node.dataset["seq"]));
  }

  private nodes(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-seq]")];
  }

  /** A message that came in. What is more than plain words is asked of the server as it draws it. */
  async put(frame: MessageFrame, mine: boolean): Promise<void> {
    const target = frame.kind === "text" || frame.kind === "system" ? frame.seq : frame.target;
    if (target === undefined || (!this.complete && target === frame.seq)) return;
    const plain = frame.kind === "text" && frame.reply_to === undefined && !frame.attachments?.length && frame.channel === "web" && !frame.deleted && frame.body !== null;
    if (plain && this.get(frame.seq)) return;
    if (!plain && target !== frame.seq && !this.get(target)) return;
    const node = plain ? this.fill(frame, mine) : await this.fetched(target, frame.at);
    if (node && plain) this.insert(node, target, frame.at);
    if (frame.kind === "text" || frame.kind === "system") this.arrived(frame, mine, node);
  }

  /** Draw a message anew as it stands now. */
  async refresh(seq: number): Promise<void> {
    if (this.get(seq)) await this.fetched(seq, "");
  }

  /** The message as the server draws it, put in; an answer that was overtaken by a later one is left out. */
  private async fetched(seq: number, at: string): Promise<HTMLElement | null> {
    const question = (this.asked += 1);
    const part = await this.ask.part(`m/${seq}/?part`).catch(() => null);
    const node = part?.querySelector<HTMLElement>("[data-seq]") ?? null;
    if (!node || (this.drawn.get(seq) ?? 0) > question) return node;
    this.drawn.set(seq, question);
    this.insert(node, seq, at);
    return node;
  }

  /** The same markup as the server's: its own template with a message's words in it. */
  fill(frame: MessageFrame, mine: boolean): HTMLElement {
    const template = document.querySelector<HTMLTemplateElement>(mine ? "template[data-mine-template]" : "template[data-message-template]");
    const node = template?.content.querySelector("article")?.cloneNode(true) as HTMLElement;
    node.id = `m${frame.seq}`;
    node.dataset["seq"] = String(frame.seq);
    const name = node.querySelector(".by b");
    if (name) name.textContent = frame.name;
    const time = node.querySelector("time");
    if (time) stamp(time, frame.at, this.zone);
    const words = node.querySelector(".words");
    if (words) words.innerHTML = frame.html; // rendered and sanitised by our own server
    node.querySelector<HTMLAnchorElement>("a.more")?.setAttribute("href", `${this.thread.dataset["base"] ?? ""}m/${frame.seq}/`);
    return node;
  }

  private insert(node: HTMLElement, seq: number, at: string): void {
    const old = this.get(seq);
    if (old?.querySelector(".edit-form")) return; // somebody types in it: it is drawn anew when they have done
    if (old) {
      const focused = old.contains(document.activeElement);
      old.replaceWith(node);
      if (focused) node.focus({ preventScroll: true });
      return;
    }
    const nodes = this.nodes();
    const index = place(nodes.map((one) => Number(one.dataset["seq"])), seq);
    if (index < 0) return;
    const before = nodes[index] ?? this.list.querySelector("[data-state]");
    this.list.insertBefore(node, before);
    if (index === nodes.length && at) this.dayMark(node, at);
    this.list.querySelector("[data-empty]")?.remove();
  }

  private dayMark(node: HTMLElement, at: string): void {
    const day = dayOf(new Date(at), this.zone);
    const marks = this.dayMarks();
    if (marks[marks.length - 1]?.dataset["day"] === day) return;
    const mark = document.createElement("p");
    mark.className = "day-mark";
    mark.dataset["day"] = day;
    mark.append(document.createElement("span"));
    this.list.insertBefore(mark, node);
    this.nameDays();
  }

  private dayMarks(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-day]")];
  }

  /** What was "Today" when the page came may be "Yesterday" now. */
  private nameDays(): void {
    const today = dayOf(new Date(), this.zone);
    const known = { today: word("today"), yesterday: word("yesterday") };
    for (const mark of this.dayMarks()) {
      const span = mark.querySelector("span");
      const old = span?.textContent ?? "";
      if (!span || (old && old !== known.today && old !== known.yesterday)) continue; // as the server says it
      const now = dayWords(mark.dataset["day"] ?? "", today, document.documentElement.lang, known);
      if (now !== old) span.textContent = now;
    }
  }

  private arrived(frame: MessageFrame, mine: boolean, node: HTMLElement | null): void {
    if (mine || !node) {
      if (mine) this.scroll.scrollTop = 0;
      return;
    }
    const line = document.createElement("p");
    const said = node.querySelector(".bubble");
    line.textContent = said ? `${frame.name}: ${said.textContent?.trim() ?? ""}` : (node.textContent?.trim() ?? "");
    this.log.append(line);
    while (this.log.childElementCount > 20) this.log.firstElementChild?.remove();
    if (!this.atEnd) this.missed += 1;
    this.scrolled();
  }

  /** What waits to be sent, shown as it will stand. */
  showPending(pending: Pending[]): void {
    this.outgoing.hidden = pending.length === 0;
    this.outgoing.replaceChildren(...pending.map((one) => {
      const item = document.createElement("li");
      item.className = "message mine is-sending";
      item.dataset["clientId"] = one.clientId;
      const bubble = document.createElement("div");
      bubble.className = "bubble";
      const words = document.createElement("p");
      words.dir = "auto";
      words.textContent = one.text;
      bubble.append(words);
      if (!one.text) words.textContent = `${one.attachments.length}: ${word("files")}`;
      const state = document.createElement("p");
      state.className = one.refused ? "state is-bad" : "state";
      state.textContent = one.refused ?? word("sending");
      item.append(bubble, state);
      if (one.refused) item.append(this.ways(one));
      return item;
    }));
  }

  /** What can be done with a message that was refused. */
  private ways(pending: Pending): HTMLElement {
    const ways = document.createElement("div");
    ways.className = "buttons";
    for (const deed of ["again", "discard"] as const) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = word(deed);
      button.addEventListener("click", () => this.thread.dispatchEvent(new CustomEvent(deed, { detail: pending })));
      ways.append(button);
    }
    return ways;
  }

  /** Go to a message, on this page or on another. */
  async jump(seq: number): Promise<void> {
    const node = this.get(seq);
    if (!node) {
      location.assign(`${this.thread.dataset["base"] ?? ""}?around=${seq}#m${seq}`);
      return;
    }
    node.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    node.focus({ preventScroll: true });
    node.classList.add("is-found");
    setTimeout(() => node.classList.remove("is-found"), 2000);
  }

  private toEnd(): void {
    if (!this.complete) {
      location.assign(this.thread.dataset["base"] ?? "");
      return;
    }
    this.scroll.scrollTop = 0;
    this.missed = 0;
    this.scrolled();
  }

  private scrolled(): void {
    if (this.atEnd) this.missed = 0;
    this.latest.hidden = this.atEnd && this.complete;
    const label = this.latest.querySelector("span");
    if (label) label.textContent = this.missed > 0 ? `${word("new")}: ${this.missed}` : (label.dataset["word"] ??= label.textContent ?? "");
  }

  private clicked(event: Event): void {
    const link = (event.target as Element).closest<HTMLElement>("[data-jump], [data-older], [data-newer]");
    if (!link || (event as MouseEvent).metaKey || (event as MouseEvent).ctrlKey) return;
    if (link.dataset["jump"]) {
      event.preventDefault();
      void this.jump(Number(link.dataset["jump"]));
    } else if (link.dataset["older"]) {
      event.preventDefault();
      void this.older(link);
    } else if (link.dataset["newer"]) {
      event.preventDefault();
      void this.newer(link);
    }
  }

  private watchOlder(): void {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting && this.scroll.scrollTop < -NEAR) void this.older(entry.target as HTMLElement);
      }
    }, { root: this.scroll, rootMargin: "600px 0px" });
    const link = this.list.querySelector<HTMLElement>("[data-older]");
    if (link) seen.observe(link);
  }

  /** Put earlier messages on top; what the reader looks at stays where it is. */
  async older(link: HTMLElement): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const part = (await this.ask.part(`older/?before=${link.dataset["older"] ?? ""}`)).querySelector<HTMLElement>(".page-of");
      if (!part) return;
      const place = link.parentElement as HTMLElement;
      const first = place.nextElementSibling as HTMLElement | null;
      const marks = part.querySelectorAll<HTMLElement>("[data-day]");
      if (first?.dataset["day"] && marks[marks.length - 1]?.dataset["day"] === first.dataset["day"]) first.remove();
      part.querySelector("#unread")?.remove();
      const next = part.dataset["older"] ?? "";
      const height = this.scroll.scrollHeight, top = this.scroll.scrollTop;
      place.after(...part.childNodes);
      if (this.scroll.scrollHeight !== height) this.scroll.scrollTop = top; // from the end: nothing moves
      if (next) link.dataset["older"] = next;
      else place.remove();
    } catch {
      location.assign((link as HTMLAnchorElement).href);
    } finally {
      this.loading = false;
    }
  }

  /** Put later messages at the end, down to the latest. */
  async newer(link: HTMLElement): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const part = (await this.ask.part(`older/?after=${link.dataset["newer"] ?? ""}`)).querySelector<HTMLElement>(".page-of");
      if (!part) return;
      const place = link.parentElement as HTMLElement;
      const marks = this.list.querySelectorAll<HTMLElement>("[data-day]");
      const first = part.querySelector<HTMLElement>("[data-day]");
      if (first && marks[marks.length - 1]?.dataset["day"] === first.dataset["day"]) first.remove();
      const next = part.dataset["newer"] ?? "";
      const from = this.scroll.scrollHeight + this.scroll.scrollTop;
      place.before(...part.childNodes);
      this.scroll.scrollTop = from - this.scroll.scrollHeight;
      if (next) link.dataset["newer"] = next;
      else place.remove();
    } finally {
      this.loading = false;
    }
  }

  /** Arrow keys go from message to message; Home and End to the ends. */
  private walk(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1, k: -1, j: 1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target as Element).closest("input, textarea, audio, [popover]")) return;
    const nodes = this.nodes().filter((node) => node.tabIndex === -1 && node.matches("article"));
    const at = nodes.findIndex((node) => node.contains(document.activeElement));
    if (event.key === "Enter" && at >= 0 && document.activeElement === nodes[at]) {
      event.preventDefault();
      nodes[at]?.querySelector<HTMLElement>("[data-more]")?.click();
    } else if (step !== undefined) {
      event.preventDefault();
      const next = at < 0 ? nodes[nodes.length - 1] : nodes[Math.min(nodes.length - 1, Math.max(0, at + step))];
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    }
  }
}

function stamp(time: HTMLTimeElement, at: string, zone: string): void {
  const moment = new Date(at);
  time.dateTime = at;
  time.textContent = timeOfDay(moment, zone, likesTwelve());
  time.title = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, dateStyle: "full", timeStyle: "short" }).format(moment);
}

export function find<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}
