import assert from "node:assert/strict";
import { test } from "node:test";
import { before, landing } from "../src/questionnaires/arrange.ts";

const others = [
  { top: 0, height: 100 },
  { top: 100, height: 40 },
];

test("a question lands before the first one whose middle is below it", () => {
  assert.deepEqual([-5, 49, 51, 119, 121, 900].map((y) => landing(y, others)), [0, 0, 1, 1, 2, 2]);
});

test("the server is told what it goes before, and nothing when nothing moved", () => {
  const was = ["a", "b", "c"];
  assert.equal(before("a", ["b", "a", "c"], was), "c");
  assert.equal(before("a", ["b", "c", "a"], was), "");
  assert.equal(before("c", ["c", "a", "b"], was), "a");
  assert.equal(before("a", was, was), null);
});
