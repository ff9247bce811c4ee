// Where one writes: Enter or the button sends, drafts and files are kept, a reply is shown above.
import type { Asker } from "./ask.ts";
import { find } from "./messages_element.ts";
import { Uploads } from "./uploads_element.ts";
import { watchRecorder } from "./recorder_element.ts";

export interface Written {
  text: string;
  replyTo?: number | undefined;
  attachments: string[];
  asks?: boolean; // the writer says that it is a question
}

export class Composer {
  readonly box: HTMLTextAreaElement;
  readonly uploads: Uploads;
  private readonly form: HTMLFormElement;
  private readonly problem: HTMLElement;
  private readonly draft: string;
  private replyTo: number | undefined;
  private typedAt = 0;
  private waits = false;

  constructor(
    thread: HTMLElement, ask: Asker, private readonly send: (written: Written) => void, private readonly typing: () => void,
  ) {
    this.form = find<HTMLFormElement>(thread, "[data-composer]");
    this.box = find<HTMLTextAreaElement>(this.form, "[data-write]");
    this.problem = find(this.form, "[data-problem]");
    this.draft = `draft:${thread.dataset["me"] ?? ""}:${thread.dataset["conversation"] ?? ""}`; // until it is sent, or they sign out
    this.uploads = new Uploads(this.form, ask, (text) => this.say(text));
    this.enterPreference();
    watchRecorder(this.form, (file, seconds) => this.uploads.add([file], seconds), (text) => this.say(text));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("input", () => this.changed());
    this.form.querySelector("[data-reply-off]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.reply(undefined, "");
    });
    const kept = localStorage.getItem(this.draft);
    const template = this.box.value; // a template's words, which the address has asked for
    if (kept && !template) this.box.value = kept;
    else if (kept && template) this.box.value = kept.includes(template) ? kept : `${kept}\n\n${template}`;
    if (template) {
      localStorage.setItem(this.draft, this.box.value);
      history.replaceState(null, "", location.pathname);
    }
    const reply = Number(new FormData(this.form).get("reply_to"));
    if (reply) this.replyTo = reply;
    this.grow();
  }

  /** Say in plain words what is wrong; nothing takes it away again. */
  say(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  /** Answer a message: its words stand above the field. */
  reply(seq: number | undefined, words: string): void {
    this.replyTo = seq;
    find(this.form, "[data-replying]").hidden = seq === undefined;
    find(this.form, "[data-replying-words]").textContent = words;
    this.box.focus();
  }

  private submit(event: Event): void {
    event.preventDefault();
    event.stopPropagation(); // the shell's guard against double sending is for forms that leave the page
    const text = this.box.value.trim();
    if (this.uploads.busy) {
      void this.sendOnceUp();
      return;
    }
    const attachments = this.uploads.ids;
    if (!text && attachments.length === 0) return;
    this.say("");
    const asks = this.form.querySelector<HTMLInputElement>("[data-question]");
    this.send({ text, replyTo: this.replyTo, attachments, asks: asks?.checked === true });
    if (asks) asks.checked = false;
    this.box.value = "";
    this.uploads.clear();
    localStorage.removeItem(this.draft);
    if (this.replyTo !== undefined) this.reply(undefined, "");
    this.grow();
    this.box.focus();
  }

  /** When its files are up; one that failed is said, and nothing goes without it. */
  private async sendOnceUp(): Promise<void> {
    if (this.waits) return;
    this.waits = true;
    const whole = await this.uploads.whole();
    this.waits = false;
    if (whole) this.form.requestSubmit();
  }

  /** Put words back that could not be sent. */
  giveBack(text: string): void {
    if (!this.box.value) this.box.value = text;
    this.changed();
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    const sends = this.enterSends ? !event.shiftKey && !event.altKey : event.ctrlKey || event.metaKey;
    if (sends) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  private changed(): void {
    this.grow();
    if (this.box.value) localStorage.setItem(this.draft, this.box.value);
    else localStorage.removeItem(this.draft);
    const now = Date.now();
    if (this.box.value && now - this.typedAt > 2500) {
      this.typedAt = now;
      this.typing();
    }
  }

  private grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.box.rows = Math.min(12, Math.max(1, this.box.value.split("\n").length));
  }

  private get enterSends(): boolean {
    return localStorage.getItem("enter") !== "breaks" && !matchMedia("(pointer: coarse)").matches;
  }

  private enterPreference(): void {
    const label = this.form.querySelector<HTMLElement>("[data-enter]");
    const tick = label?.querySelector("input");
    if (!label || !tick || matchMedia("(pointer: coarse)").matches) return;
    label.hidden = false;
    tick.checked = this.enterSends;
    tick.addEventListener("change", () => localStorage.setItem("enter", tick.checked ? "sends" : "breaks"));
  }
}

