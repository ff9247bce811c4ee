// Files into the library: dropped or chosen, several at once, piece by piece; what broke off goes on where it stopped.
import { nameOf, nextPiece, pauseAfter } from "./pieces.ts";

const AT_ONCE = 2; // files on their way at the same time
const MOST_FAILURES = 12; // in a row, before it waits for the person

interface Told {
  id: string;
  received: number;
  size: number;
  piece: number;
  material?: string;
  title?: string;
  lacks?: boolean;
  reason?: string;
}

class Refusal extends Error {}
class Stopped extends Error {}

export function uploadable(form: HTMLFormElement): void {
  new Uploads(form);
}

class Uploads {
  private readonly list: HTMLElement;
  private readonly said: HTMLElement;
  private readonly token: string;
  private readonly queue: Item[] = [];
  private going = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.list = form.querySelector<HTMLElement>("[data-list]")!;
    this.said = form.querySelector<HTMLElement>("[data-said]")!;
    this.token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    form.querySelector("[data-without-script]")?.remove();
    for (const one of form.querySelectorAll<HTMLElement>("[data-with-script]")) one.hidden = false;
    const input = form.querySelector<HTMLInputElement>("[data-files]");
    input?.addEventListener("change", () => {
      this.add([...(input.files ?? [])]);
      input.value = "";
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    this.drop();
    window.addEventListener("beforeunload", (event) => {
      if (this.going > 0) event.preventDefault();
    });
    form.setAttribute("data-ready", "");
  }

  word(name: string): string {
    return document.querySelector<HTMLTemplateElement>("template[data-words]")?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  }

  get largest(): number {
    return Number(this.form.dataset["largest"]);
  }

  async ask(url: string, body: BodyInit | null, signal: AbortSignal): Promise<{ status: number; told: Told }> {
    const headers: Record<string, string> = { "X-CSRFToken": this.token };
    if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
    const answer = await fetch(url, { method: body === null ? "GET" : "POST", body, headers, signal });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const told = (await answer.json().catch(() => ({}))) as Told;
    return { status: answer.status, told };
  }

  get announce(): string {
    return this.form.dataset["announce"] ?? "";
  }

  /** Where the upload's id is kept while it is not whole. */
  key(file: File): string {
    return `upload:${this.form.dataset["me"] ?? ""}:${nameOf(file)}`;
  }

  tell(text: string): void {
    this.said.textContent = text;
  }

  private add(files: File[]): void {
    for (const file of files) {
      const item = new Item(this, file);
      this.list.append(item.element);
      this.queue.push(item);
    }
    this.list.hidden = this.list.childElementCount === 0;
    this.next();
  }

  private next(): void {
    while (this.going < AT_ONCE) {
      const item = this.queue.shift();
      if (!item) return;
      this.going++;
      void item.run().finally(() => {
        this.going--;
        this.next();
      });
    }
  }

  private drop(): void {
    const place = this.form.querySelector<HTMLElement>("[data-drop]");
    const page = document.querySelector("main");
    page?.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      place?.classList.add("is-over");
    });
    page?.addEventListener("dragleave", (event) => place?.classList.toggle("is-over", page.contains(event.relatedTarget as Node | null)));
    page?.addEventListener("drop", (event) => {
      place?.classList.remove("is-over");
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.add(files);
    });
  }
}

class Item {
  readonly element = document.createElement("li");
  private readonly bar = document.createElement("progress");
  private readonly state = document.createElement("span");
  private readonly stop = document.createElement("button");
  private readonly aborting = new AbortController();

  constructor(private readonly uploads: Uploads, private readonly file: File) {
    const name = document.createElement("b");
    name.className = "clip";
    name.dir = "auto";
    name.textContent = file.name;
    this.bar.max = file.size || 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.state.className = "meta";
    this.state.textContent = uploads.word("going");
    this.stop.type = "button";
    this.stop.className = "button quiet";
    this.stop.textContent = uploads.word("stop");
    this.stop.addEventListener("click", () => {
      this.aborting.abort();
      this.element.remove();
    });
    this.element.append(name, this.bar, this.state, this.stop);
  }

  async run(): Promise<void> {
    if (this.aborting.signal.aborted) return;
    if (this.file.size > this.uploads.largest) return this.end(this.uploads.word("large"));
    try {
      this.done(await this.bring());
    } catch (error) {
      if (this.aborting.signal.aborted || error instanceof Stopped) return;
      this.end(error instanceof Refusal ? error.message : this.uploads.word("failed"));
    }
  }

  /** All its pieces, beginning after what is there. Raises Refusal for what is not taken. */
  private async bring(): Promise<Told> {
    let told = await this.trying(() => this.begin());
    while (true) {
      const next = nextPiece(told.received, told.size, told.piece);
      if (!next) return told;
      const piece = this.file.slice(next.start, next.end);
      const url = `${this.uploads.announce}${told.id}/pieces/${next.number}/`;
      const answer = await this.trying(() => this.uploads.ask(url, piece, this.aborting.signal));
      if (answer.status === 409) told = { ...told, received: answer.told.received };
      else if (answer.status === 404) {
        localStorage.removeItem(this.uploads.key(this.file));
        told = await this.trying(() => this.begin());
      } else if (answer.status === 200) told = answer.told;
      else throw new Refusal(answer.told.reason ?? this.uploads.word("failed"));
      this.bar.value = told.received;
    }
  }

  /** The upload that was begun before, or a new one. */
  private async begin(): Promise<Told> {
    const key = this.uploads.key(this.file);
    const known = localStorage.getItem(key);
    if (known) {
      const { status, told } = await this.uploads.ask(`${this.uploads.announce}${known}/`, null, this.aborting.signal);
      if (status === 200 && told.size === this.file.size && told.received < told.size) {
        this.bar.value = told.received;
        return told;
      }
      localStorage.removeItem(key);
    }
    const body = new URLSearchParams({ name: this.file.name, size: String(this.file.size) });
    const { status, told } = await this.uploads.ask(this.uploads.announce, body, this.aborting.signal);
    if (status !== 201) throw new Refusal(told.reason ?? this.uploads.word("failed"));
    localStorage.setItem(key, told.id);
    return told;
  }

  /** Try until it works: after a pause, or as soon as the connection is back. */
  private async trying<T>(act: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; ) {
      try {
        const found = await act();
        if (failures > 0) this.state.textContent = this.uploads.word("going");
        return found;
      } catch (error) {
        if (this.aborting.signal.aborted) throw new Stopped();
        if (error instanceof Refusal || ++failures > MOST_FAILURES) throw error;
        this.state.textContent = this.uploads.word("waits");
        await pause(pauseAfter(failures));
      }
    }
  }

  private done(told: Told): void {
    localStorage.removeItem(this.uploads.key(this.file));
    this.end(this.uploads.word(told.lacks ? "lacks" : "done"));
    if (!told.material) return;
    const link = document.createElement("a");
    link.className = "button";
    link.href = told.material;
    link.textContent = this.uploads.word("open");
    this.element.append(link);
    this.element.classList.add("is-done");
  }

  private end(text: string): void {
    this.bar.remove();
    this.stop.remove();
    this.state.textContent = text;
    this.uploads.tell(`${this.file.name}: ${text}`);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((go) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      go();
    }
    window.addEventListener("online", done);
  });
}
