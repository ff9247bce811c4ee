// What can be done with one message: a menu beside it, editing in place, deleting with Undo, pictures in large.
import { type Asker, Refusal } from "./ask.ts";
import { find, type Messages } from "./messages_element.ts";
import { word } from "./words.ts";

export interface Deeds {
  reply(seq: number, words: string): void;
  say(text: string): void;
}

export class Menu {
  private readonly menu = find(document, "[data-menu]");
  private opener: HTMLElement | null = null;
  private message: HTMLElement | null = null;

  constructor(private readonly thread: HTMLElement, private readonly messages: Messages, private readonly ask: Asker, private readonly deeds: Deeds) {
    messages.list.addEventListener("click", (event) => this.clicked(event));
    messages.list.addEventListener("contextmenu", (event) => this.context(event));
    this.menu.addEventListener("click", (event) => {
      const item = (event.target as Element).closest<HTMLElement>("[data-do]");
      if (item) this.chosen(item, event);
    });
    this.menu.addEventListener("keydown", (event) => this.walk(event));
    this.menu.addEventListener("toggle", (event) => {
      const open = (event as ToggleEvent).newState === "open";
      this.opener?.setAttribute("aria-expanded", String(open));
      if (!open && this.menu.contains(document.activeElement)) this.opener?.focus();
    });
    watchPictures(messages.list);
  }

  private clicked(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey) return;
    const restore = (event.target as Element).closest<HTMLElement>("[data-restore]");
    const more = (event.target as Element).closest<HTMLElement>("[data-more]");
    if (restore) {
      event.preventDefault();
      void this.post(Number(restore.dataset["restore"]), "restoration/");
    } else if (more) {
      event.preventDefault();
      this.open(more, more.getBoundingClientRect());
    }
  }

  private context(event: MouseEvent): void {
    if (!matchMedia("(pointer: coarse)").matches) return; // a long press; the mouse keeps the browser's own menu
    const more = (event.target as Element).closest(".message")?.querySelector<HTMLElement>("[data-more]");
    if (!more || (event.target as Element).closest("a, audio, img")) return;
    event.preventDefault();
    this.open(more, more.getBoundingClientRect());
  }

  private open(more: HTMLElement, at: DOMRect): void {
    this.opener = more;
    this.message = more.closest<HTMLElement>("[data-seq]");
    const mine = this.message?.classList.contains("mine") === true;
    const writable = "writable" in this.thread.dataset;
    const pinned = this.message?.querySelector('.by use[href$="#pin"]') != null;
    const hide = (what: string, hidden: boolean) => (find(this.menu, `[data-do="${what}"]`).hidden = hidden);
    hide("edit", !mine || !writable);
    hide("delete", !mine || !writable);
    hide("reply", !writable);
    hide("pin", !writable);
    // a client asks with their own words, a coach says so of a client's
    hide("question", !writable || mine !== ("client" in this.thread.dataset));
    find(this.menu, ".react-row").hidden = !writable;
    find(this.menu, "[data-when-pinned]").hidden = !pinned;
    find(this.menu, "[data-when-unpinned]").hidden = pinned;
    const mineNow = [...(this.message?.querySelectorAll(".reactions .is-mine b") ?? [])].map((one) => one.textContent);
    for (const one of this.menu.querySelectorAll<HTMLElement>("[data-reaction]")) one.setAttribute("aria-pressed", String(mineNow.includes(one.title)));
    find<HTMLAnchorElement>(this.menu, '[data-do="details"]').href = (more as HTMLAnchorElement).href;
    this.menu.showPopover();
    const size = this.menu.getBoundingClientRect();
    this.menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    this.menu.style.top = `${Math.max(8, at.bottom + size.height > innerHeight - 8 ? at.top - size.height : at.bottom)}px`;
    this.items()[0]?.focus();
  }

  private items(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>("[data-do]")].filter((one) => one.offsetParent !== null);
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const items = this.items();
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  }

  private chosen(item: HTMLElement, event: Event): void {
    const what = item.dataset["do"];
    const message = this.message;
    if (!message || what === "details") return;
    event.preventDefault();
    this.menu.hidePopover();
    const seq = Number(message.dataset["seq"]);
    const words = message.querySelector(".words")?.textContent?.trim() ?? "";
    if (what === "react") void this.post(seq, "reaction/", { reaction: item.dataset["reaction"] ?? "", ...(item.getAttribute("aria-pressed") === "true" ? { off: "1" } : {}) });
    else if (what === "pin") void this.post(seq, "pin/", find(this.menu, "[data-when-pinned]").hidden ? {} : { off: "1" }).then(() => this.redrawPinned());
    else if (what === "question") void this.post(seq, "question/", {}, () => location.reload());
    else if (what === "delete") void this.post(seq, "deletion/");
    else if (what === "reply") this.deeds.reply(seq, `${message.querySelector(".by b")?.textContent ?? ""} ${words}`.trim());
    else if (what === "copy") void navigator.clipboard?.writeText(words);
    else if (what === "unread") void this.unread(seq);
    else if (what === "edit") void this.edit(message, seq);
  }

  private async post(seq: number, path: string, fields: Record<string, string> = {}, done?: () => void): Promise<void> {
    try {
      await this.ask.post(`m/${seq}/${path}`, fields);
      done?.();
      await this.messages.refresh(seq);
    } catch (error) {
      this.deeds.say((error instanceof Refusal && error.message) || word("failed"));
    }
  }

  private async unread(seq: number): Promise<void> {
    try {
      const { url } = await this.ask.post("unread/", { seq: String(seq) });
      location.assign(String(url)); // away from it: whoever looks at it has seen it
    } catch {
      this.deeds.say(word("failed"));
    }
  }

  /** What is pinned, as the server draws it now. */
  async redrawPinned(): Promise<void> {
    const part = await this.ask.part("").catch(() => null);
    const fresh = part?.querySelector("[data-pinned]");
    if (fresh) find(this.thread, "[data-pinned]").replaceWith(fresh);
    for (const link of this.thread.querySelectorAll<HTMLElement>("[data-pinned] [data-jump]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        void this.messages.jump(Number(link.dataset["jump"]));
      });
    }
  }

  /** The words in a field in their own place, with their Markdown. */
  private async edit(message: HTMLElement, seq: number): Promise<void> {
    const details = await this.ask.part(`m/${seq}/`).catch(() => null);
    const source = details?.querySelector<HTMLTextAreaElement>("textarea[name=text]");
    const bubble = message.querySelector<HTMLElement>(".bubble");
    if (!source || !bubble) return this.deeds.say(word("failed"));
    const form = document.createElement("form");
    form.className = "edit-form";
    const box = document.createElement("textarea");
    box.className = "input";
    box.value = source.value || source.defaultValue;
    box.rows = Math.min(10, box.value.split("\n").length + 1);
    box.setAttribute("aria-label", word("keep"));
    const row = document.createElement("div");
    row.className = "buttons";
    const keep = button("submit", "button primary", word("keep"));
    const cancel = button("button", "button quiet", word("cancel"));
    row.append(keep, cancel);
    form.append(box, row);
    const over = () => form.remove(); // a message with a form in it is not drawn anew
    const back = () => {
      over();
      void this.messages.refresh(seq).then(() => this.messages.get(seq)?.focus());
    };
    cancel.addEventListener("click", back);
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") back();
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void this.post(seq, "wording/", { text: box.value }, over).then(() => !form.isConnected && this.messages.get(seq)?.focus());
    });
    bubble.replaceChildren(form);
    box.focus();
  }
}

function button(type: "submit" | "button", className: string, text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = type;
  made.className = className;
  made.textContent = text;
  return made;
}

/** A picture opens in large, over the page. */
function watchPictures(list: HTMLElement): void {
  const box = document.querySelector<HTMLDialogElement>("[data-lightbox]");
  if (!box) return;
  const full = find<HTMLImageElement>(box, "[data-full]");
  list.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("[data-picture]");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    full.src = link.href;
    full.alt = link.querySelector("img")?.alt ?? "";
    find<HTMLAnchorElement>(box, "[data-save]").href = `${link.href}?save`;
    box.showModal();
  });
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("close", () => full.removeAttribute("src"));
}
