// Messages: one conversation, or the list of all.
import { connect } from "../live/live.ts";
import { Conversation } from "./conversation_element.ts";
import * as notice from "./notice_element.ts";
import { dropRow, followRows, markRow, readElsewhere } from "./rows_element.ts";

const thread = document.querySelector<HTMLElement>("#thread");
const list = document.querySelector<HTMLElement>("[data-all]");
notice.begin();
if (thread) {
  new Conversation(thread, connect(thread.dataset["practice"] ?? "", thread.dataset["me"] ?? ""));
} else if (list) {
  const live = connect(list.dataset["practice"] ?? "", list.dataset["me"] ?? "");
  followRows(live);
  live.on("gone", (frame) => dropRow(frame.conversation));
  live.on("read", readElsewhere);
  live.on("message", (frame) => {
    if (frame.kind === "text" && frame.sender !== list.dataset["me"]) {
      markRow(frame);
      notice.came(list.dataset["sound"] === "on", false);
    }
  });
}
