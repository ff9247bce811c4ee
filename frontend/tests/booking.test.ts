import assert from "node:assert/strict";
import { test } from "node:test";
import { heightIn } from "../src/embed/height.ts";
import { withZone } from "../src/zone/address.ts";

test("a page that says no zone is asked for again with the browser's", () => {
  assert.equal(withZone("http://a.test/book/p/c/t/?day=2027-03-29", "Asia/Tokyo"), "http://a.test/book/p/c/t/?day=2027-03-29&zone=Asia%2FTokyo");
  assert.equal(withZone("http://a.test/book/p/c/t/?zone=Europe%2FBerlin", "Asia/Tokyo"), "");
  assert.equal(withZone("http://a.test/book/p/c/t/", undefined), "");
});

test("only a frame's height is taken", () => {
  assert.equal(heightIn({ opencoach: "height", height: 812.4 }), 813);
  assert.equal(heightIn({ opencoach: "height", height: 1e9 }), 10_000);
  for (const wrong of [null, "height", {}, { opencoach: "height", height: "9" }, { opencoach: "height", height: -1 }, { opencoach: "height", height: Number.NaN }]) {
    assert.equal(heightIn(wrong), 0);
  }
});
