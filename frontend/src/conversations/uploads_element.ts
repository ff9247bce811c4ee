// The files of a message that is being written: chosen, dropped or pasted; brought up at once, with progress.
import { type Asker, Refusal, type Uploaded } from "./ask.ts";
import { find } from "./messages_element.ts";
import { word } from "./words.ts";

const LARGEST = 50_000_000;
const MOST = 10;

interface Item {
  element: HTMLLIElement;
  uploaded: Uploaded | null;
  done: Promise<void>;
  stop: () => void;
}

export class Uploads {
  private items: Item[] = [];
  private failed = false;
  private readonly list: HTMLElement;

  constructor(private readonly form: HTMLElement, private readonly ask: Asker, private readonly say: (text: string) => void) {
    this.list = find(form, "[data-uploads]");
    const input = find<HTMLInputElement>(form, "[data-files]");
    input.addEventListener("change", () => {
      this.add([...(input.files ?? [])]);
      input.value = "";
    });
    document.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        this.add(files);
      }
    });
    this.dropInto(form.closest<HTMLElement>(".thread") ?? form);
  }

  get ids(): string[] {
    return this.items.flatMap((item) => (item.uploaded ? [item.uploaded.id] : []));
  }

  get busy(): boolean {
    return this.items.some((item) => item.uploaded === null);
  }

  /** Once all are up: whether none of them failed. What the person took out themselves is no failure. */
  async whole(): Promise<boolean> {
    this.failed = false;
    while (this.busy) await Promise.allSettled(this.items.map((item) => item.done));
    return !this.failed;
  }

  clear(): void {
    this.items = [];
    this.draw();
  }

  add(files: File[], seconds?: number): void {
    this.say("");
    for (const file of files) {
      if (file.size > LARGEST) this.say(`${file.name}: ${word("large")}`);
      else if (this.items.length >= MOST) this.say(word("many"));
      else this.begin(file, seconds);
    }
  }

  private begin(file: File, seconds?: number): void {
    const element = document.createElement("li");
    const name = document.createElement("span");
    name.className = "clip";
    name.dir = "auto";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button quiet";
    remove.textContent = word("remove");
    element.append(name, bar, remove);
    const { done, stop } = this.ask.upload(file, seconds ? { seconds: String(seconds) } : {}, (share) => (bar.value = share));
    const item: Item = { element, uploaded: null, stop, done: Promise.resolve() };
    item.done = done.then(
      (uploaded) => {
        item.uploaded = uploaded;
        bar.remove();
      },
      (error: unknown) => {
        if (this.items.includes(item)) this.fail(`${file.name}: ${(error instanceof Refusal && error.message) || word("failed")}`);
        this.remove(item);
      },
    );
    remove.addEventListener("click", () => {
      this.remove(item);
      item.stop();
    });
    this.items.push(item);
    this.draw();
  }

  private fail(text: string): void {
    this.failed = true;
    this.say(text);
  }

  private remove(item: Item): void {
    this.items = this.items.filter((one) => one !== item);
    this.draw();
  }

  private draw(): void {
    this.list.hidden = this.items.length === 0;
    this.list.replaceChildren(...this.items.map((item) => item.element));
  }

  private dropInto(place: HTMLElement): void {
    const over = (on: boolean) => this.form.classList.toggle("is-over", on);
    place.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      over(true);
    });
    place.addEventListener("dragleave", (event) => over(place.contains(event.relatedTarget as Node | null)));
    place.addEventListener("drop", (event) => {
      over(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.add(files);
    });
  }
}
