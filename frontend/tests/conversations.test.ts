import assert from "node:assert/strict";
import { test } from "node:test";

import { dayWords } from "../src/conversations/order.ts";
import { portion } from "../src/live/wire.ts";

const KNOWN = { today: "Today", yesterday: "Yesterday" };

test("a day is said as the server says it, and moves on at midnight", () => {
  assert.equal(dayWords("2026-11-27", "2026-11-27", "en", KNOWN), "Today");
  assert.equal(dayWords("2026-11-27", "2026-11-28", "en", KNOWN), "Yesterday");
  assert.equal(dayWords("2026-11-27", "2026-11-29", "en", KNOWN), "Friday 27 November");
  assert.equal(dayWords("2026-12-31", "2027-01-01", "en", KNOWN), "Yesterday");
  assert.equal(dayWords("2026-12-31", "2027-01-02", "en", KNOWN), "Thursday 31 December 2026");
  assert.equal(dayWords("2026-03-28", "2026-03-30", "de", KNOWN), "Samstag, 28. März");
});

test("what waits goes together, in order, as much as one request takes", () => {
  assert.deepEqual(portion([]), []);
  assert.deepEqual(portion(["a", "b"]), ["a", "b"]);
  assert.equal(portion(Array.from({ length: 80 }, String)).length, 50);
  const long = "x".repeat(90_000);
  assert.deepEqual(portion([long, long, long]).length, 2);
  assert.deepEqual(portion(["x".repeat(300_000), "b"]).length, 1);
});
