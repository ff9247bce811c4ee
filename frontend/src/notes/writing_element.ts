// A text is saved a moment after the last key; until then, and over a lost connection, it is kept on this device.
import { together, wait } from "./pace.ts";

interface Told {
  revision?: number;
  text?: string;
  reason?: string;
}

interface Draft {
  text: string;
  revision: number;
  writer: string;
}

export function writable(form: HTMLFormElement): void {
  const area = form.querySelector<HTMLTextAreaElement>("textarea");
  if (area) new Writing(form, area);
}

class Writing {
  private saved: string;
  private failed = 0;
  private since = 0;
  private timer = 0;
  private conflict: Told | null = null;
  private sending: Promise<void> | null = null;
  private leaving = false;
  private readonly key: string;

  constructor(private readonly form: HTMLFormElement, private readonly area: HTMLTextAreaElement) {
    this.saved = area.defaultValue;
    this.key = `draft:writing:${form.dataset["key"] ?? ""}`;
    for (const button of form.querySelectorAll<HTMLElement>("[data-look]")) button.hidden = false;
    this.takeUp();
    area.addEventListener("input", () => this.typed());
    form.addEventListener("submit", (event) => this.submitted(event));
    for (const button of form.querySelectorAll<HTMLElement>("[data-keep]")) button.addEventListener("click", () => this.choose(button.dataset["keep"] ?? ""));
    window.addEventListener("online", () => this.isOpen() && void this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.isOpen() && void this.save(true));
    window.addEventListener("beforeunload", (event) => {
      if (this.isOpen() && !this.leaving && !this.keep()) event.preventDefault(); // nowhere to keep it: ask
    });
  }

  /** Whether there are words here that the server doesn't have. */
  private isOpen(): boolean {
    return this.area.value !== this.saved;
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  /** What this device kept of an earlier visit and never got through: it is there again, made from what it was then. */
  private takeUp(): void {
    let draft: Draft | null = null;
    try {
      draft = JSON.parse(localStorage.getItem(this.key) ?? "null") as Draft | null;
    } catch {
      return;
    }
    if (!draft || draft.text === this.saved) return this.forget();
    this.area.value = draft.text;
    this.field("revision").value = String(draft.revision);
    this.field("writer").value = draft.writer;
    this.say("restored", true);
    void this.save();
  }

  private typed(): void {
    if (!this.isOpen()) return;
    if (!this.since) this.since = Date.now();
    this.keep();
    if (!this.conflict) this.later();
  }

  private keep(): boolean {
    const draft: Draft = { text: this.area.value, revision: Number(this.field("revision").value), writer: this.field("writer").value };
    try {
      localStorage.setItem(this.key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  private forget(): void {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // a device that keeps nothing has nothing to forget
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait(Date.now() - this.since, this.failed));
  }

  /** One at a time: what was typed under way goes with the next. */
  private save(leaving = false): Promise<void> {
    clearTimeout(this.timer);
    this.sending ??= this.send(leaving).finally(() => (this.sending = null));
    return this.sending;
  }

  private async send(leaving: boolean): Promise<void> {
    if (!this.isOpen() || this.conflict) return;
    const text = this.area.value;
    const fields = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "revision", "writer"]) fields.set(name, this.field(name).value);
    fields.set("body", text);
    this.say("saving");
    let answer: Response;
    try {
      answer = await fetch(this.form.action, { method: "POST", body: fields, headers: { accept: "application/json" }, keepalive: leaving && text.length < 20_000 });
    } catch {
      return this.missed("offline");
    }
    if (answer.status >= 500 || ![200, 409, 422].includes(answer.status)) return this.missed("failed");
    let told: Told;
    try {
      told = (await answer.json()) as Told;
    } catch {
      return this.missed("failed"); // a page in its place: signed out
    }
    this.failed = 0;
    if (answer.status === 409) return this.meet(told);
    if (answer.status === 422) return this.tell(told.reason ?? "", true);
    this.field("revision").value = String(told.revision);
    this.saved = text;
    this.since = 0;
    if (this.isOpen()) {
      this.since = Date.now();
      this.keep();
      this.later();
    } else {
      this.forget();
      this.say("saved");
    }
  }

  private missed(why: string): void {
    this.failed += 1;
    this.keep();
    this.say(why, true);
    this.later();
  }

  /** Somebody, or another tab, wrote meanwhile: both stand here until a person chooses. */
  private meet(told: Told): void {
    this.conflict = told;
    const box = this.form.querySelector<HTMLElement>("[data-elsewhere]");
    const words = box?.querySelector<HTMLElement>("[data-elsewhere-text]");
    const reason = box?.querySelector<HTMLElement>("[data-elsewhere-reason]");
    if (!box || !words || !reason) return;
    words.textContent = told.text ?? "";
    reason.textContent = told.reason ?? "";
    box.hidden = false;
    this.tell("");
  }

  private choose(what: string): void {
    const told = this.conflict;
    if (!told) return;
    this.conflict = null;
    this.field("revision").value = String(told.revision);
    this.saved = told.text ?? "";
    if (what === "theirs") this.area.value = this.saved;
    if (what === "both") this.area.value = together(this.area.value, this.saved);
    const box = this.form.querySelector<HTMLElement>("[data-elsewhere]");
    if (box) box.hidden = true;
    this.area.focus();
    if (this.isOpen()) void this.save();
    else this.forget();
  }

  private say(key: string, waits = false): void {
    this.tell(this.form.dataset[key] ?? "", waits);
  }

  private tell(text: string, waits = false): void {
    const place = this.form.querySelector<HTMLElement>("[data-state]");
    if (!place) return;
    place.textContent = text;
    place.classList.toggle("waits", waits);
  }

  /** First what was typed, then the button: a lost connection loses neither. */
  private submitted(event: SubmitEvent): void {
    if (this.leaving) return this.forget();
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.conflict) return;
    const button = event.submitter as HTMLButtonElement | null;
    void this.save()
      .then(() => this.save())
      .then(async () => {
        if (this.isOpen() || this.conflict) return;
        try {
          await fetch("/healthz", { method: "HEAD", cache: "no-store", credentials: "omit" });
        } catch {
          return this.say("offline", true);
        }
        this.leaving = true;
        this.form.requestSubmit(button);
        setTimeout(() => (this.leaving = false), 8000);
      });
  }
}
