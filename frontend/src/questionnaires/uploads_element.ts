// Files go up as soon as they are chosen; something spoken or filmed can be recorded here.
import { record } from "./recorder_element.ts";
import { word } from "./words.ts";

type Touch = (item: string) => void;
const LARGEST = 50_000_000;

export function watchUploads(form: HTMLFormElement, touch: Touch): void {
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.matches("[data-file]")) return;
    const box = input.closest<HTMLElement>("[data-upload]");
    const files = [...(input.files ?? [])];
    input.value = "";
    if (box) for (const file of files) void send(form, box, file, touch);
  });
  enlivenUploads(form, form, touch);
}

/** A line that says how it goes, which has to be there before it says something; a button to record, where the browser
 * can. */
export function enlivenUploads(within: ParentNode, form: HTMLFormElement, touch: Touch): void {
  for (const box of within.querySelectorAll<HTMLElement>("[data-upload]")) line(box);
  if (!("MediaRecorder" in window) || !navigator.mediaDevices) return;
  for (const box of within.querySelectorAll<HTMLElement>("[data-recorder]")) {
    record(box, (file) => void send(form, box, file, touch), (text) => say(box, text));
  }
}

async function send(form: HTMLFormElement, box: HTMLElement, file: File, touch: Touch): Promise<void> {
  const list = box.querySelector<HTMLElement>("[data-files]");
  const most = Number(box.dataset["most"] ?? "1");
  if (!list) return;
  if (file.size > LARGEST) return say(box, `${file.name}: ${word("large")}`);
  if (most > 1 && list.children.length >= most) return say(box, word("many"));
  const item = box.closest<HTMLElement>("[data-item]")?.dataset["item"] ?? "";
  try {
    const told = await up(form, item, file, (share) => say(box, word("uploading", { share: String(Math.round(share * 10) * 10) })));
    if (!told.html) return say(box, told.reason ?? word("failed"));
    const row = new DOMParser().parseFromString(told.html, "text/html").body.firstElementChild;
    if (most === 1) list.replaceChildren();
    if (row) list.append(row);
    say(box, word("there", { name: file.name }));
    touch(item);
  } catch {
    say(box, word("lost"));
  }
}

function line(box: HTMLElement): HTMLElement {
  const found = box.querySelector<HTMLElement>("[data-upload-says]");
  if (found) return found;
  const made = document.createElement("p");
  made.className = "upload-bar";
  made.setAttribute("data-upload-says", "");
  made.setAttribute("role", "status");
  box.append(made);
  return made;
}

function say(box: HTMLElement, text: string): void {
  const place = line(box);
  if (place.textContent !== text) place.textContent = text; // said aloud once
}

interface Uploaded {
  id?: string;
  html?: string;
  reason?: string;
}

function up(form: HTMLFormElement, item: string, file: File, progress: (share: number) => void): Promise<Uploaded> {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
  data.append("item", item);
  data.append("file", file, file.name);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset["uploadTo"] ?? "");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      try {
        done(JSON.parse(request.responseText) as Uploaded);
      } catch {
        failed(new Error(String(request.status)));
      }
    });
    request.addEventListener("error", () => failed(new Error("connection")));
    request.send(data);
  });
}
