import assert from "node:assert/strict";
import test from "node:test";
import { timeOfDay } from "../src/conversations/clock.ts";

test("the time of day is the reader's, in the reader's way", () => {
  const moment = new Date("2026-11-24T15:30:00Z");
  assert.equal(timeOfDay(moment, "Europe/Berlin", false), "16:30");
  assert.equal(timeOfDay(moment, "Europe/Berlin", true).replace(/\s/, " "), "4:30 PM");
  assert.equal(timeOfDay(moment, "Asia/Kolkata", false), "21:00");
});
