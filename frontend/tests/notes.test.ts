import assert from "node:assert/strict";
import test from "node:test";
import { together, wait } from "../src/notes/pace.ts";

test("a pause saves, and whoever types without a pause is saved every few seconds", () => {
  assert.equal(wait(0, 0), 2000);
  assert.equal(wait(7000, 0), 1000);
  assert.equal(wait(60_000, 0), 0);
});

test("without a connection it is tried again, less and less often", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 9].map((failed) => wait(60_000, failed)), [2000, 4000, 8000, 15000, 30000, 30000]);
});

test("both texts stand one below the other, and none twice", () => {
  assert.equal(together("mine", "theirs"), "theirs\n\n---\n\nmine");
  assert.equal(together("theirs and mine", "theirs"), "theirs and mine");
  assert.equal(together("mine", "mine and theirs"), "mine and theirs");
});
