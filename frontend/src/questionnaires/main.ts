// The pages of questionnaires: answering, reading, making.
import { arrangeable } from "./arrange_element.ts";
import { Filling, sendWhatWaits } from "./filling_element.ts";
import { editing, opened } from "./preview_element.ts";
import { readable } from "./reveal_element.ts";
import { enliven, watchButtons } from "./rows_element.ts";
import { framed, tryable } from "./trial_element.ts";
import { enlivenUploads, watchUploads } from "./uploads_element.ts";

async function fill(form: HTMLFormElement): Promise<void> {
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  if (await sendWhatWaits(token, form.dataset["key"] ?? "", form.dataset["save"] ?? "")) return location.reload();
  const filling = new Filling(form);
  const touch = (item: string) => filling.touch(item);
  watchButtons(form, touch);
  watchUploads(form, touch);
  enliven(form, touch);
  readable(form);
  filling.follow();
  form.addEventListener("drawn", (event) => {
    enliven(event.target as HTMLElement, touch);
    enlivenUploads(event.target as HTMLElement, form, touch);
    readable(form);
  });
  form.setAttribute("data-ready", "");
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filling]")) void fill(form);
for (const list of document.querySelectorAll<HTMLElement>("[data-arrange]")) arrangeable(list);
for (const form of document.querySelectorAll<HTMLElement>("form[data-trial]")) tryable(form);
for (const place of document.querySelectorAll<HTMLElement>("[data-framed]")) framed(place);
for (const form of document.querySelectorAll<HTMLElement>("form[data-editing]")) opened(form);
for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-preview]")) editing(frame);
for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
