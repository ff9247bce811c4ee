import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import type { Definition } from "../src/questionnaires/definition.ts";
import { Live } from "../src/questionnaires/live.ts";
import { rounded, shown, total } from "../src/questionnaires/numbers.ts";
import { compiled, evaluate } from "../src/questionnaires/program.ts";
import { Choice } from "../src/questionnaires/values.ts";

interface Vector { seed: number; definition: Definition; answers: Record<string, unknown>; said: unknown }

function plain(value: unknown): unknown {
  if (value instanceof Choice) return { choice: value.id, value: value.value };
  return Array.isArray(value) ? value.map(plain) : value;
}

function said(vector: Vector): unknown {
  const outcome = evaluate(compiled(vector.definition), vector.answers);
  const results = [...outcome.computed, ...outcome.scores].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    shown: [...outcome.shown].sort(),
    pages: [...outcome.pages].sort(),
    hidden: Object.fromEntries([...outcome.hidden].map(([id, gone]) => [id, [...gone].sort()])),
    answered: [...outcome.answers.keys()].sort(),
    results: Object.fromEntries(results.map(([id, value]) => [id, plain(value)])),
    texts: Object.fromEntries(
      results.flatMap(([id, value]) => (typeof value === "number" ? [[id, shown(value, 2)]] : [])),
    ),
  };
}

// Run from the root; or with a folder of more vectors.
const folder = process.env["OPENCOACH_VECTORS"] || join(process.cwd(), "tests", "questionnaires", "vectors");
for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
  test(`what the server says of ${name} is said here too`, () => {
    const vectors = JSON.parse(readFileSync(join(folder, name), "utf-8")) as Vector[];
    assert.ok(vectors.length > 0);
    for (const vector of vectors) {
      assert.deepEqual(JSON.parse(JSON.stringify(said(vector))), vector.said, `seed ${vector.seed}`);
    }
  });
}

test("a number is rounded by its digits, half away from zero", () => {
  assert.equal(rounded(1.005, 2), 1.01);
  assert.equal(rounded(-2.5), -3);
  assert.ok(Object.is(rounded(-0.4), 0));
  assert.equal(shown(0.1 + 0.2, 2), "0.3");
  assert.equal(shown(1e-7, 9), "0.0000001");
  assert.equal(shown(-72.5, 0), "-73");
});

test("a sum does not depend on its order", () => {
  assert.equal(total([0.1, 0.2, 0.3, -0.6]), total([-0.6, 0.3, 0.2, 0.1]));
  assert.equal(total([1e15, 0.1, -1e15]), 0.1);
});

test("where all pages stand below each other, a page is shown and hidden too, and what stands on it counts or doesn't", () => {
  const low = { all: [{ field: "energy", operator: "at_most", value: 2 }] };
  const live = new Live({
    page: "",
    definition: {
      pages: [
        { id: "one", items: [{ kind: "scale", id: "energy" }, { kind: "total", id: "sum" }] },
        { id: "two", visible: low, items: [{ kind: "number", id: "hours" }] },
      ],
      computed: [{ id: "both", expression: "sum(energy, hours)" }],
      scores: [],
    } as unknown as Definition,
    answers: {},
    totals: { both: { decimals: 0, unit: "points" } },
  });
  const fields = (energy: string) => {
    const data = new FormData();
    data.append("a.energy", energy);
    data.append("a.hours", "7");
    return data;
  };
  const few = live.see(fields("2"));
  assert.deepEqual([[...few.hidden], few.totals], [[], { both: "9 points" }]);
  const high = live.see(fields("3"));
  assert.deepEqual([[...high.hidden].sort(), high.totals], [["#two", "hours"], { both: "3 points" }]);
});
