import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, Places } from "../src/live/place.ts";
import { parse } from "../src/live/protocol.ts";
import { sorted, type Pending } from "../src/live/queue.ts";

test("messages are taken in order, once; a gap asks again", () => {
  const places = new Places();
  places.follow("c", 3);
  assert.equal(places.arrive("c", 4), "take");
  assert.equal(places.arrive("c", 4), "drop");
  assert.equal(places.arrive("c", 6), "gap");
  assert.equal(places.arrive("c", 5), "take");
  assert.equal(places.arrive("c", 6), "take");
  assert.deepEqual(places.hello(), { c: 6 });
});

test("what is not followed is dropped, and following again never goes back", () => {
  const places = new Places();
  assert.equal(places.arrive("x", 1), "drop");
  places.follow("c", 9);
  places.follow("c", 2);
  assert.deepEqual(places.hello(), { c: 9 });
  places.forget("c");
  assert.deepEqual(places.hello(), {});
});

test("waiting doubles up to half a minute and is never the same for all", () => {
  assert.equal(backoff(0, 0), 125);
  assert.equal(backoff(0, 1), 250);
  assert.equal(backoff(3, 1), 2000);
  assert.equal(backoff(50, 1), 30_000);
  assert.equal(backoff(50, 0), 15_000);
});

test("what is no frame is no frame", () => {
  assert.deepEqual(parse("{"), []);
  assert.deepEqual(parse("[]"), []);
  assert.deepEqual(parse('{"type":1}'), []);
  assert.deepEqual(parse('{"type":"beat"}'), [{ type: "beat" }]);
  assert.deepEqual(parse('[{"type":"beat"}, null, 3, {"type":"over"}]'), [{ type: "beat" }, { type: "over" }]);
});

test("unsent messages keep the order in which they were written", () => {
  const item = (clientId: string, at: number): Pending => ({
    clientId,
    person: "p",
    conversation: "c",
    text: clientId,
    replyTo: null,
    attachments: [],
    at,
  });
  assert.deepEqual(sorted([item("b", 2), item("c", 1), item("a", 2)]).map((one) => one.clientId), ["c", "a", "b"]);
});
