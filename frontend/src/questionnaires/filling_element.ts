// Somebody answers: what they write is kept on this device at once and saved a moment later, over lost connections too.
import { showConflicts } from "./conflict_element.ts";
import { forget, keep, waiting } from "./drafts.ts";
import { Live, type Lean } from "./live.ts";
import { body, wait } from "./pace.ts";
import { readable, reveal } from "./reveal_element.ts";
import { word } from "./words.ts";

export interface Told {
  revision: number;
  hidden: string[];
  totals: Record<string, string>;
  elsewhere?: Record<string, unknown>;
  conflicts?: Record<string, { words: string; html: string }>;
  reason?: string;
}

class NoConnection extends Error {}

export class Filling {
  private revision: number;
  private readonly changed = new Set<string>();
  private timer = 0;
  private failed = 0;
  private sending: Promise<boolean> | null = null;
  private leaving = false;
  private readonly key: string;
  private readonly url: string;
  private readonly live: Live | null;

  constructor(private readonly form: HTMLFormElement) {
    this.revision = Number(this.field("revision").value);
    this.key = `${form.dataset["key"]}:${this.field("page").value}`;
    this.url = form.dataset["save"] ?? "";
    this.live = liveOf(form);
    form.addEventListener("input", (event) => this.noticed(event, "typing"));
    form.addEventListener("change", (event) => this.noticed(event, "choice"));
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.changed.size > 0 && this.later("choice"));
    window.addEventListener("offline", () => this.say("offline"));
    document.addEventListener("visibilitychange", () => document.hidden && this.changed.size > 0 && void this.save());
    form.addEventListener("keydown", (event) => event.key === "Enter" && this.entered(event));
  }

  /** A question has a new answer, by hand or by a script. */
  touch(item: string, what: "choice" | "typing" = "choice"): void {
    this.changed.add(item);
    this.failed = 0;
    readable(this.form);
    this.follow();
    void this.remember();
    this.later(what);
  }

  /** Show, hide and add up at once. */
  follow(): void {
    if (!this.live) return;
    const { hidden, totals } = this.live.see(new FormData(this.form));
    reveal(this.form, hidden, totals);
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private noticed(event: Event, what: "choice" | "typing"): void {
    const target = event.target;
    if (!(target instanceof HTMLElement) || target.matches("[data-file]")) return;
    const item = target.closest<HTMLElement>("[data-item]")?.dataset["item"];
    if (item) this.touch(item, what);
  }

  /** Enter in a line goes on; it never presses a button inside a question. */
  private entered(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLInputElement) || ["checkbox", "radio", "file", "submit"].includes(event.target.type)) return;
    event.preventDefault();
    const next = this.form.querySelector<HTMLButtonElement>('.q-foot [value="next"]');
    if (next) this.form.requestSubmit(next);
  }

  private fields(): [string, string][] {
    return [...new FormData(this.form)].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  }

  private remember(): Promise<boolean> {
    const fields = body(this.fields(), this.changed, this.revision);
    return keep({ key: this.key, url: this.url, fields, changed: [...this.changed], revision: this.revision, at: Date.now() });
  }

  private later(what: "choice" | "typing" | "again"): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait(what, this.failed));
  }

  /** Save what has changed. Gives whether all of it is on the server now. */
  save(): Promise<boolean> {
    clearTimeout(this.timer);
    this.sending ??= this.send().finally(() => (this.sending = null));
    return this.sending;
  }

  private async send(): Promise<boolean> {
    if (this.changed.size === 0) return true;
    const going = [...this.changed];
    this.changed.clear();
    try {
      const told = await post(this.url, body(this.fields(), going, this.revision));
      this.heard(told);
    } catch (error) {
      for (const item of going) this.changed.add(item);
      if (!(error instanceof NoConnection)) return this.say("failed"), false;
      this.failed += 1;
      this.say("offline");
      this.later("again");
      return false;
    }
    if (this.changed.size > 0) return false;
    await forget(this.key);
    return true;
  }

  private heard(told: Told): void {
    if (told.reason) {
      this.say("over");
      return;
    }
    this.failed = 0;
    this.revision = told.revision;
    this.field("revision").value = String(told.revision);
    if (told.elsewhere) this.live?.elsewhere(told.elsewhere);
    if (this.live && this.changed.size > 0) this.follow(); // what was typed since, the server hasn't heard
    else reveal(this.form, new Set(told.hidden), told.totals);
    if (told.conflicts) showConflicts(this.form, told.conflicts, (item) => this.touch(item));
    this.say(told.conflicts ? "conflict" : "saved");
    this.form.dispatchEvent(new CustomEvent("saved"));
  }

  private say(key: string): void {
    const place = document.querySelector<HTMLElement>("[data-saved]");
    if (!place) return;
    place.textContent = word(key);
    place.classList.toggle("waits", key !== "saved");
  }

  /** First what changed, then the button: a lost connection loses neither. */
  private submitted(event: SubmitEvent): void {
    if (this.leaving || event.defaultPrevented) return;
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    void this.save().then((done) => (done ? true : this.save())).then(async (done) => {
      if (!done && (this.changed.size > 0 || !navigator.onLine)) return this.say("offline");
      if (!(await reachable())) return this.say("offline");
      this.leaving = true;
      this.form.requestSubmit(button);
      setTimeout(() => (this.leaving = false), 8000);
    });
  }
}

/** What the page has for showing, hiding and adding up; null where it has nothing of it, or it can't run here. */
export function liveOf(form: HTMLElement): Live | null {
  const lean = form.querySelector<HTMLTemplateElement>("template[data-live]")?.content.textContent;
  try {
    return lean ? new Live(JSON.parse(lean) as Lean) : null;
  } catch {
    return null;
  }
}

/** The button would lead to the browser's own page of a lost connection, and what stands here would be gone. */
async function reachable(): Promise<boolean> {
  try {
    await fetch("/healthz", { method: "HEAD", cache: "no-store", credentials: "omit" });
    return true;
  } catch {
    return false;
  }
}

async function post(url: string, fields: [string, string][]): Promise<Told> {
  let answer: Response;
  try {
    answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), credentials: "same-origin" });
  } catch {
    throw new NoConnection();
  }
  if (answer.status >= 500) throw new NoConnection();
  if (![200, 409, 410].includes(answer.status)) throw new Error(String(answer.status));
  return (await answer.json()) as Told;
}

/** What was written here earlier and never arrived: sent first. Gives whether the page has to be drawn again.
 *
 * What belongs to this page goes where this page saves (a stranger's address wears out). What the server doesn't take
 * from whoever is here now stays on the device: it may be somebody else's. */
export async function sendWhatWaits(token: string, here: string, save: string): Promise<boolean> {
  let stale = false;
  for (const draft of await waiting(Date.now())) {
    const own = draft.key.startsWith(`${here}:`);
    const signed = draft.fields.some(([name]) => name === "csrfmiddlewaretoken");
    if (!own && signed && !token) continue;
    const fields = draft.fields.filter(([name]) => name !== "csrfmiddlewaretoken");
    if (token) fields.push(["csrfmiddlewaretoken", token]);
    try {
      await post(own ? save : draft.url, fields);
      stale ||= own;
      await forget(draft.key);
    } catch (error) {
      if (error instanceof NoConnection) break;
    }
  }
  return stale;
}
