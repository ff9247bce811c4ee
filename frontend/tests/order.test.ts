import assert from "node:assert/strict";
import { test } from "node:test";
import { placeAt, put } from "../src/plan/order.ts";

const ROWS = [{ top: 0, height: 50 }, { top: 50, height: 50 }, { top: 100, height: 100 }];

test("a row belongs between those whose middles it is between", () => {
  const places = [-10, 24, 26, 74, 76, 149, 151, 999].map((y) => placeAt(y, ROWS));
  assert.deepEqual(places, [0, 0, 1, 1, 2, 2, 3, 3]);
});

test("one row is moved and the others stay in order", () => {
  assert.deepEqual(put(["a", "b", "c", "d"], 0, 2), ["b", "c", "a", "d"]);
  assert.deepEqual(put(["a", "b", "c", "d"], 3, 0), ["d", "a", "b", "c"]);
  assert.deepEqual(put(["a", "b"], 1, 1), ["a", "b"]);
});
