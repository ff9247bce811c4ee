import assert from "node:assert/strict";
import { test } from "node:test";

import { inCalendar, isDrag, rowsSince, timeIn } from "../src/scheduling/places.ts";

test("a session is dropped on a quarter of an hour, over midnight too", () => {
  assert.equal(timeIn("2027-03-28T07:00Z", 0), "2027-03-28T07:00Z");
  assert.equal(timeIn("2027-03-28T07:30Z", 0.49), "2027-03-28T07:30Z");
  assert.equal(timeIn("2027-03-28T07:30Z", 0.5), "2027-03-28T07:45Z");
  assert.equal(timeIn("2027-03-28T23:45Z", 0.9), "2027-03-29T00:00Z");
  assert.equal(timeIn("x", 0.9), "x");
});

test("a press that trembles is no drag", () => {
  assert.equal(isDrag(10, 10, 13, 14), false);
  assert.equal(isDrag(10, 10, 10, 20), true);
});

test("the line of now goes a row in five minutes", () => {
  assert.equal(rowsSince(0, 299_000), 0);
  assert.equal(rowsSince(0, 600_000), 2);
});

test("a session of the calendar is found by the path of its page, whatever the practice is called", () => {
  const id = "0192f0c1-0000-7000-8000-00000000000a";
  assert.equal(inCalendar(`/p/sessions/sessions/${id}/`), `/p/sessions/calendar/${id}/`);
  assert.equal(inCalendar(`/p/okafor/sessions/${id}/moving/`), "");
  assert.equal(inCalendar("/p/okafor/calendar/"), "");
});
