import assert from "node:assert/strict";
import test from "node:test";
import { continued, marked, type Mark } from "../src/library/marks.ts";
import { nextPiece, pauseAfter } from "../src/library/pieces.ts";

/** "a |b| c" is "a b c" with b selected; "a | c" has the cursor there. */
function writing(text: string) {
  const start = text.indexOf("|");
  const rest = text.slice(0, start) + text.slice(start + 1);
  const second = rest.indexOf("|");
  return second < 0 ? { text: rest, start, end: start } : { text: rest.slice(0, second) + rest.slice(second + 1), start, end: second };
}

function shown({ text, start, end }: { text: string; start: number; end: number }) {
  return start === end ? `${text.slice(0, start)}|${text.slice(start)}` : `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;
}

const CASES: [Mark, string, string][] = [
  ["bold", "say |no| now", "say **|no|** now"],
  ["bold", "say **|no|** now", "say |no| now"],
  ["bold", "say| no |now", "say **|no|** now"],
  ["italic", "say |no| now", "say *|no|* now"],
  ["italic", "say **|no|** now", "say ***|no|*** now"],
  ["italic", "say *|no|* now", "say |no| now"],
  ["bold", "|", "**|**"],
  ["heading", "The| pause", "## The| pause"],
  ["heading", "## The| pause", "The| pause"],
  ["bullets", "|one\ntwo|", "|- one\n- two|"],
  ["bullets", "|- one\n- two|", "|one\ntwo|"],
  ["numbers", "|- one\n- two\n\n- three|", "|1. one\n2. two\n\n3. three|"],
  ["quote", "a\n|b\nc", "a\n> |b\nc"],
  ["link", "see |this| page", "see [this](|https://|) page"],
  ["link", "|https://example.org|", "[|](https://example.org)"],
];

for (const [mark, before, after] of CASES) {
  test(`${mark}: ${JSON.stringify(before)}`, () => assert.equal(shown(marked(writing(before), mark)), after));
}

test("a list goes on with Enter, and ends with an empty item", () => {
  assert.equal(shown(continued(writing("- one|"))!), "- one\n- |");
  assert.equal(shown(continued(writing("9. nine|"))!), "9. nine\n10. |");
  assert.equal(shown(continued(writing("- one\n- |"))!), "- one\n|");
  assert.equal(continued(writing("words|")), null);
  assert.equal(continued(writing("- |one|")), null);
});

test("the next piece begins where what has arrived ends", () => {
  assert.deepEqual(nextPiece(0, 9, 4), { number: 0, start: 0, end: 4 });
  assert.deepEqual(nextPiece(8, 9, 4), { number: 2, start: 8, end: 9 });
  assert.equal(nextPiece(9, 9, 4), null);
});

test("it waits longer after each failure, and never longer than half a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 9, 40].map(pauseAfter), [1000, 2000, 4000, 8000, 30_000, 30_000]);
});
