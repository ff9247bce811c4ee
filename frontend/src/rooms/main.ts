// The room of a session: knocking, waiting, the call or the talk, and what stands beside it.
import { Conversation } from "../conversations/conversation_element.ts";
import * as notice from "../conversations/notice_element.ts";
import { connect, newClientId } from "../live/live.ts";
import type { RoomFrame } from "../live/protocol.ts";
import { elapsed, mark, share, type Mark } from "./clock.ts";
import { Panel } from "./panel_element.ts";
import { Stage } from "./stage_element.ts";
import { Waiting } from "./waiting_element.ts";
import { word } from "./words.ts";

const main = document.querySelector<HTMLElement>("[data-room]");
if (main) begin(main);

function begin(page: HTMLElement): void {
  const room = page.dataset["room"] ?? "";
  const me = page.dataset["me"] ?? "";
  const drawn = page.dataset["stage"] ?? "";
  const tab = newClientId();
  const live = connect(page.dataset["practice"] ?? "", me);
  const announcer = page.querySelector("[data-announce]");
  const say = (text: string): void => {
    if (announcer) announcer.textContent = text;
  };
  const panel = new Panel(page, say);
  const waiting = drawn === "waiting" ? new Waiting(page) : null;
  const byVideo = drawn === "in" && page.dataset["medium"] === "video";
  const stage = byVideo ? new Stage(page, live, room, tab, say) : null;
  let leaving = false;
  let standing: RoomFrame | null = null;

  const thread = document.querySelector<HTMLElement>("#thread");
  if (thread) {
    notice.begin();
    new Conversation(thread, live);
    watchChat(thread, panel);
  }
  const again = (): void => {
    leaving = true;
    waiting?.end();
    location.reload();
  };
  const ours = <T extends { room: string }>(act: (frame: T) => void) => (frame: T) => frame.room === room && act(frame);

  live.on("room.here", ours((frame) => {
    standing = frame;
    if (leaving) return; // a form is on its way: to load the page again would take its place
    if (frame.stage !== drawn || (drawn === "in" && frame.medium !== page.dataset["medium"])) return again();
    waiting?.here(frame, me);
    stage?.here(frame, me);
    knocks(page, frame, room, tab, (sent) => live.say(sent));
  }));
  live.on("room.signal", ours((frame) => stage?.signal(frame.from, frame.data)));
  live.on("room.cut", ours((frame) => stage?.cut(frame.tabs)));
  live.on("room.changed", ours((frame) => panel.changed(frame.what)));
  live.on("room.taken", ours(() => {
    live.greet(room, null);
    leaving = true;
    waiting?.end();
    if (stage) stage.elsewhere();
    else say(word("other-tab"));
  }));
  live.on("room.gone", ours(() => {
    live.greet(room, null);
    leaving = true;
    if (stage) stage.gone();
    else location.reload();
  }));
  live.on("state", (frame) => {
    stage?.server(frame.state !== "live");
  });
  live.greet(room, { type: "room.enter", room, tab });

  const opens = page.querySelector<HTMLElement>("[data-opens]")?.dataset["opens"];
  if (opens) window.setTimeout(again, Math.min(2 ** 31 - 1, Math.max(1000, Date.parse(opens) - Date.now() + 500)));

  page.querySelector('[data-do="panel"]')?.addEventListener("click", () => panel.toggle());
  for (const form of page.querySelectorAll("[data-leave], [data-end]")) {
    form.addEventListener("submit", (event) => {
      if ("end" in (form as HTMLElement).dataset && !window.confirm(word("end-sure"))) {
        event.preventDefault();
        return;
      }
      leaving = true;
      stage?.end();
    });
  }
  for (const prompt of page.querySelectorAll<HTMLElement>("[data-prompt]")) {
    prompt.addEventListener("click", () => put(prompt.dataset["prompt"] ?? ""));
  }
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && standing?.began_at && stage) event.preventDefault();
  });
  window.addEventListener("pagehide", () => live.say({ type: "room.leave", room, tab }));
  if (drawn === "in") runClock(page, () => standing, say);
}

/** The quick question stands in the composer, to be changed or sent. */
function put(text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>("[data-write]");
  if (!field) return;
  field.value = field.value.trim() ? `${field.value.trimEnd()} ${text}` : text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function runClock(page: HTMLElement, now: () => RoomFrame | null, say: (text: string) => void): void {
  const minutes = Number(page.dataset["minutes"] ?? 60);
  const text = page.querySelector<HTMLElement>("[data-elapsed]");
  const bar = page.querySelector("[data-elapsed-bar]");
  let said: Mark = "";
  window.setInterval(() => {
    const frame = now();
    if (!frame?.began_at || !text) return;
    const ms = Date.now() - Date.parse(frame.began_at);
    const shown = elapsed(ms);
    if (text.textContent === shown) return;
    text.textContent = shown;
    bar?.setAttribute("width", String(Math.round(share(ms, minutes) * 1000) / 10));
    const found = mark(ms, minutes);
    page.querySelector<HTMLElement>("[data-clock]")?.setAttribute("data-mark", found);
    if (found !== said && found) say(word(found));
    said = found;
  }, 500);
}

/** Who waits, for the coach. */
function knocks(page: HTMLElement, frame: RoomFrame, room: string, tab: string, send: (frame: object) => void): void {
  const place = page.querySelector<HTMLElement>("[data-knocks]");
  if (!place || !("coach" in page.dataset)) return;
  const waiting = frame.people.filter((one) => one.stage === "waiting");
  const before = [...place.children].map((one) => (one as HTMLElement).dataset["member"]);
  if (before.join() === waiting.map((one) => one.member).join()) return;
  place.replaceChildren(
    ...waiting.map((one) => {
      const row = document.createElement("div");
      row.className = "knock";
      row.dataset["member"] = one.member;
      row.setAttribute("role", "alert");
      const words = document.createElement("span");
      words.textContent = word("knocks", one.name);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button primary";
      button.textContent = word("let-in");
      button.addEventListener("click", () => send({ type: "room.admit", room, tab, member: one.member }));
      row.append(words, button);
      return row;
    }),
  );
}

/** How many messages came while the chat was not looked at. */
function watchChat(thread: HTMLElement, panel: Panel): void {
  const log = thread.querySelector("[data-messages]");
  if (!log || !thread.closest("[data-pane]")) return;
  let count = 0;
  new MutationObserver((changes) => {
    if (panel.isShown("chat")) {
      count = 0;
      return;
    }
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof HTMLElement && node.matches(".message.theirs")) panel.count(++count);
      }
    }
  }).observe(log, { childList: true, subtree: true });
}
