// Messages: one conversation, or the list of all.
import { connect } from "../live/live.ts";
import { Conversation, markRow } from "./conversation_element.ts";
import * as notice from "./notice_element.ts";

const thread = document.querySelector<HTMLElement>("#thread");
const list = document.querySelector<HTMLElement>("[data-all]");
notice.begin();
if (thread) {
  new Conversation(thread, connect(thread.dataset["practice"] ?? "", thread.dataset["me"] ?? ""));
} else if (list) {
  const live = connect(list.dataset["practice"] ?? "", list.dataset["me"] ?? "");
  for (const row of list.querySelectorAll<HTMLElement>("[data-head]")) {
    live.follow(row.dataset["conversation"] ?? "", Number(row.dataset["head"]));
  }
  live.on("message", (frame) => {
    if (frame.kind === "text" && frame.sender !== list.dataset["me"]) {
      markRow(frame);
      notice.came(list.dataset["sound"] === "on");
    }
  });
}
