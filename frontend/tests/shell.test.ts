import assert from "node:assert/strict";
import { test } from "node:test";

import { move, step } from "../src/shell/keys.ts";
import { flat, isGroups, next } from "../src/shell/palette.ts";

test("g and then a letter goes to a place; any other second key goes nowhere", () => {
  assert.deepEqual(move("g", ""), { move: null, pending: "g" });
  assert.deepEqual(move("c", "g"), { move: { kind: "go", key: "c" }, pending: "" });
  assert.deepEqual(move("Shift", "g"), { move: null, pending: "" });
  assert.deepEqual(move("c", ""), { move: { kind: "press", key: "c" }, pending: "" });
  assert.deepEqual(move("ArrowLeft", ""), { move: { kind: "press", key: "ArrowLeft" }, pending: "" });
  assert.deepEqual(move("Shift", ""), { move: null, pending: "" });
});

test("j and k walk a list and stop at its ends", () => {
  assert.equal(step(-1, 3, 1), 0);
  assert.equal(step(-1, 3, -1), 2);
  assert.equal(step(2, 3, 1), 2);
  assert.equal(step(0, 3, -1), 0);
  assert.equal(step(-1, 0, 1), -1);
});

test("the palette goes round its ends, over all groups", () => {
  const item = { label: "a", detail: "", icon: "sun", url: "/" };
  assert.equal(flat([{ label: "People", items: [item, item] }, { label: "Pages", items: [item] }]).length, 3);
  assert.equal(next(2, 3, 1), 0);
  assert.equal(next(0, 3, -1), 2);
  assert.equal(next(-1, 0, 1), -1);
});

test("an answer of another shape is no answer", () => {
  assert.equal(isGroups({ groups: [] }), true);
  assert.equal(isGroups(null), false);
  assert.equal(isGroups({ groups: "x" }), false);
});
