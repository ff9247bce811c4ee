import assert from "node:assert/strict";
import { test } from "node:test";
import { read, state, until, wait } from "../src/sessions/countdown.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const english = {
  minutes: [[1, "in %d minute"], [2, "in %d minutes"]],
  hours: [[1, "in %d hour"], [2, "in %d hours"]],
} as const;

// the same table as in tests/sessions/test_words.py
const SAID: [number, string][] = [
  [-5, ""], [0, ""], [1, "in 1 minute"], [60, "in 1 minute"], [61, "in 2 minutes"], [300, "in 5 minutes"],
  [3540, "in 59 minutes"], [3541, "in 1 hour"], [7199, "in 2 hours"], [7140, "in 1 hour"], [86400, "in 24 hours"],
  [86401, ""], [864000, ""],
];

test("it is said as the server says it", () => {
  for (const [seconds, said] of SAID) assert.equal(until(seconds * SECOND, english), said, String(seconds));
});

test("a language with more forms has each where it holds", () => {
  const minutes = [[1, "za %d minutę"], [2, "za %d minuty"], [5, "za %d minut"], [22, "za %d minuty"], [25, "za %d minut"]] as const;
  const said = [1, 2, 4, 5, 21, 22, 24, 25].map((number) => until(number * MINUTE, { minutes, hours: [] }));
  assert.deepEqual(said, [
    "za 1 minutę", "za 2 minuty", "za 4 minuty", "za 5 minut", "za 21 minut", "za 22 minuty", "za 24 minuty", "za 25 minut",
  ]);
  assert.equal(until(2 * HOUR, { minutes, hours: [] }), "");
});

test("before, while and after", () => {
  assert.equal(state(999, 1000, 2000), "before");
  assert.equal(state(1000, 1000, 2000), "now");
  assert.equal(state(1999, 1000, 2000), "now");
  assert.equal(state(2000, 1000, 2000), "over");
});

test("it looks again as the words change, and at least every minute", () => {
  const begins = 10 * HOUR;
  const ends = begins + HOUR + 30 * SECOND;
  assert.equal(wait(begins - 5 * MINUTE - 20 * SECOND, begins, ends), 20 * SECOND);
  assert.equal(wait(begins - 5 * MINUTE, begins, ends), MINUTE);
  assert.equal(wait(begins - 3 * SECOND, begins, ends), 3 * SECOND);
  assert.equal(wait(begins, begins, ends), 30 * SECOND);
  for (let now = begins - 2 * HOUR; now < begins; now += 7 * SECOND) {
    const next = now + wait(now, begins, ends);
    for (let t = now; t + SECOND < next; t += SECOND) assert.equal(until(begins - t - SECOND, english), until(begins - now - SECOND, english));
  }
});

test("words of another shape are no words", () => {
  assert.deepEqual(read('{"minutes":[[1,"a"]],"hours":[],"now":"n","over":"o"}')?.minutes, [[1, "a"]]);
  for (const text of [undefined, "", "x", "null", "3", "{}", '{"minutes":[],"hours":[],"now":1,"over":""}']) {
    assert.equal(read(text), null);
  }
});
