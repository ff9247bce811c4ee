// The list of conversations, on its own page and beside an open one: what comes in elsewhere is shown there.
import type { Live, MessageFrame } from "../live/live.ts";
import * as notice from "./notice_element.ts";

const rows = () => document.querySelectorAll<HTMLElement>(".row[data-conversation][data-head]");
const rowOf = (conversation: string) => [...rows()].find((row) => row.dataset["conversation"] === conversation);

/** Follow every conversation of the list but the one that is open. */
export function followRows(live: Live, open = ""): void {
  for (const row of rows()) {
    const conversation = row.dataset["conversation"] ?? "";
    if (conversation !== open) live.follow(conversation, Number(row.dataset["head"] ?? 0));
  }
}

/** Somebody wrote there: its row says what, on top. */
export function markRow(frame: MessageFrame): void {
  const row = rowOf(frame.conversation);
  if (!row) return;
  const line = row.querySelector(".row-text");
  const words = document.createElement("template");
  words.innerHTML = frame.html; // rendered and sanitised by our own server; a template runs nothing
  const said = words.content.textContent?.trim() || frame.attachments?.map((file) => file.name).join(", ") || "";
  if (line) line.textContent = "group" in row.dataset ? `${frame.name}: ${said}` : said;
  row.querySelector(".row-wait")?.remove();
  row.dataset["head"] = String(frame.seq);
  if (!row.classList.contains("is-unread")) {
    row.classList.add("is-unread");
    notice.rail(+1);
  }
  row.parentElement?.prepend(row);
}

/** They have seen it up to there, on another device. */
export function readElsewhere({ conversation, seq }: { conversation: string; seq: number }): void {
  if (seq >= Number(rowOf(conversation)?.dataset["head"] ?? 0)) readRow(conversation);
}

/** It has been read. */
export function readRow(conversation: string): void {
  const row = rowOf(conversation);
  if (!row?.classList.contains("is-unread")) return;
  row.classList.remove("is-unread");
  row.querySelector(".row-title .visually-hidden")?.remove();
  notice.rail(-1);
}

/** They take no part in it any more. */
export function dropRow(conversation: string): void {
  readRow(conversation);
  rowOf(conversation)?.remove();
}
