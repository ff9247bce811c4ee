// What stands beside the session: panes that are chosen by tabs, forms that are sent without leaving the page, and parts
// that are drawn anew when the other side has changed something. What is being typed stays.
import { word } from "./words.ts";

export class Panel {
  private readonly base: string;
  private readonly panel: HTMLElement | null;
  private loaded = false; // the pane of materials: asked for when it is looked at, or when there is something in it

  constructor(private readonly main: HTMLElement, private readonly say: (text: string) => void) {
    this.base = main.dataset["base"] ?? "";
    this.panel = document.querySelector<HTMLElement>("[data-panel]");
    if (!this.panel) return;
    for (const tab of this.panel.querySelectorAll<HTMLButtonElement>("[data-tab]")) {
      tab.addEventListener("click", () => this.show(tab.dataset["tab"] ?? "plan"));
    }
    this.panel.querySelector("[data-panel-close]")?.addEventListener("click", () => this.open(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("panel-is-open")) this.open(false);
    });
    this.panel.addEventListener("submit", (event) => this.submit(event));
    if (main.dataset["shown"]) void this.refresh("shown", false);
  }

  /** Whether it lies over the stage, on a phone. */
  open(on: boolean): void {
    document.body.classList.toggle("panel-is-open", on);
    const button = this.main.querySelector<HTMLElement>('[data-do="panel"]');
    button?.setAttribute("aria-expanded", String(on));
    if (on) this.panel?.querySelector<HTMLElement>('[data-tab][aria-pressed="true"]')?.focus();
    else button?.focus();
  }

  toggle(): void {
    this.open(!document.body.classList.contains("panel-is-open"));
  }

  show(name: string): void {
    for (const tab of this.panel?.querySelectorAll<HTMLElement>("[data-tab]") ?? []) {
      tab.setAttribute("aria-pressed", String(tab.dataset["tab"] === name));
    }
    for (const pane of this.panel?.querySelectorAll<HTMLElement>("[data-pane]") ?? []) {
      pane.hidden = pane.dataset["pane"] !== name;
    }
    if (name === "shown" && !this.loaded) void this.refresh("shown", false);
    this.badge(name)?.setAttribute("hidden", "");
    if (name === "chat") this.count(0);
  }

  isShown(name: string): boolean {
    return this.pane(name)?.hidden === false;
  }

  /** Something changed on the other side. */
  changed(what: string): void {
    if (what === "plan" || what === "agenda") void this.refresh("plan", false);
    if (what === "shown") void this.refresh("shown", true);
  }

  /** How many messages have come that were not looked at. */
  count(number: number): void {
    const badge = this.badge("chat");
    if (!badge) return;
    badge.textContent = String(number);
    badge.hidden = number === 0;
  }

  private badge(name: string): HTMLElement | null {
    return this.panel?.querySelector<HTMLElement>(`[data-${name}-new]`) ?? null;
  }

  private pane(name: string): HTMLElement | null {
    return this.panel?.querySelector<HTMLElement>(`[data-pane="${name}"]`) ?? null;
  }

  private async refresh(name: "plan" | "shown", told: boolean): Promise<void> {
    const path = name === "plan" ? "panel/" : "shown/";
    const answer = await fetch(this.base + path, { headers: { "X-Part": "room" } }).catch(() => null);
    if (!answer?.ok) return;
    if (name === "shown") this.loaded = true;
    this.draw(name, await answer.text());
    if (told && this.pane(name)?.querySelector("article")) {
      this.say(word("shown"));
      if (!this.isShown(name)) this.badge(name)?.removeAttribute("hidden");
    }
  }

  private draw(name: string, html: string): void {
    const pane = this.pane(name);
    if (!pane) return;
    const typed = dirty(pane);
    const focused = pane.contains(document.activeElement) ? (document.activeElement as HTMLElement).id : "";
    pane.innerHTML = html;
    for (const [id, value] of typed) {
      const field = pane.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`);
      if (field) field.value = value;
    }
    if (focused) pane.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus();
  }

  private submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (!("part" in form.dataset)) return;
    event.preventDefault();
    void this.send(form, event.submitter as HTMLButtonElement | null);
  }

  private async send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
    const data = new FormData(form);
    if (button?.name) data.set(button.name, button.value);
    const name = form.closest<HTMLElement>("[data-pane]")?.dataset["pane"] ?? "plan";
    const query = new URLSearchParams([...data].map(([key, value]) => [key, String(value)]));
    const [path, options] = form.method === "get" ? [`${form.action}?${query}`, {}] : [form.action, { method: "POST", body: query }];
    const answer = await fetch(path, { ...options, headers: { "X-Part": "room" } }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 422)) {
      this.say(word("not-saved"));
      return;
    }
    if (answer.ok) form.reset();
    if (answer.ok) for (const field of fields(form)) field.value = field.defaultValue;
    if (answer.status === 204) await this.refresh(name === "shown" ? "shown" : "plan", false);
    else if (answer.headers.get("content-type")?.startsWith("text/html")) this.draw(name, await answer.text());
    else this.say(await answer.text());
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function fields(root: ParentNode): Field[] {
  return [...root.querySelectorAll<Field>("input[id], textarea[id]")];
}

/** What was typed and not sent, by the id of its field. */
function dirty(root: ParentNode): [string, string][] {
  return fields(root)
    .filter((field) => field.value !== field.defaultValue)
    .map((field) => [field.id, field.value]);
}
