// Scores; the twin of opencoach/questionnaires/scoring, so that a total may build on one while somebody answers.
import type { Mapped, Part, Score, Step } from "./definition.ts";
import { holds } from "./logic.ts";
import { kept, rounded, shown, total } from "./numbers.ts";
import { Choice, numberOf, type Value, type Values } from "./values.ts";

/** Null is missing, undefined is left out. */
function keyed(part: Part, values: Values): number | null | undefined {
  if (part.when && holds(part.when, values) !== true) return undefined;
  const value = values.get(part.of) ?? null;
  const table = part.cases?.find((one) => holds(one.when, values) === true)?.map ?? part.map;
  const number = table ? mapped(table, value) : numberOf(value);
  if (number === null || !part.reverse) return number;
  return kept(part.reverse[0] + part.reverse[1] - number);
}

function mapped(table: Mapped, value: Value): number | null {
  if (value instanceof Choice && Object.hasOwn(table, value.id)) return kept(table[value.id] ?? NaN);
  const number = numberOf(value);
  const key = number === null ? "" : shown(number, 9);
  return Object.hasOwn(table, key) ? kept(table[key] ?? NaN) : null;
}

export function scored(score: Score, values: Values): number | null {
  const given: number[] = [];
  const weights: number[] = [];
  const all: number[] = [];
  for (const part of score.parts) {
    let number = keyed(part, values);
    if (number === undefined) continue;
    const weight = part.weight ?? 1;
    all.push(weight);
    if (number === null && score.missing === "zero") number = 0;
    if (number === null) continue;
    given.push(number);
    weights.push(weight);
  }
  return (score.steps ?? []).reduce((value, one) => stepped(value, one, values), combined(score, given, weights, all));
}

function enough(score: Score, there: number, wanted: number): boolean {
  if (typeof score.missing === "object") return there >= Math.min(score.missing.at_least, wanted);
  return score.missing === "half" ? there * 2 >= wanted : there === wanted;
}

function combined(score: Score, given: number[], weights: number[], all: number[]): number | null {
  if (!given.length || !enough(score, given.length, all.length)) return null;
  const weighted = given.map((number, at) => number * (weights[at] ?? 1));
  if (score.combine === "min") return kept(Math.min(...weighted));
  if (score.combine === "max") return kept(Math.max(...weighted));
  const whole = total(weighted);
  const mean = score.combine === "mean";
  if (whole === null || (!mean && given.length === all.length)) return whole;
  const here = total(weights);
  const everything = total(all);
  if (here === null || here <= 0 || everything === null) return null;
  return kept(mean ? whole / here : (whole / here) * everything);
}

function stepped(value: number | null, step: Step, values: Values): number | null {
  if (value === null) return null;
  switch (step.kind) {
    case "linear": return kept(value * (step.multiply ?? 1) + (step.add ?? 0));
    case "rescale": {
      const [low, high] = step.from ?? [0, 1];
      const [newLow, newHigh] = Array.isArray(step.to) ? step.to : [0, 100];
      return kept(((value - low) / (high - low)) * (newHigh - newLow) + newLow);
    }
    case "norm": {
      const group = step.groups?.find((one) => holds(one.when, values) === true);
      if (!group) return null;
      const z = (value - group.mean) / group.sd;
      return kept(step.to === "z" ? z : 50 + 10 * z);
    }
    case "lookup": {
      const entry = step.entries?.find((one) => value >= (one.from ?? -Infinity) && value <= (one.to ?? Infinity));
      return entry ? kept(entry.value) : null;
    }
    case "round": return rounded(value, step.decimals ?? 0);
    case "clamp": return kept(Math.min(Math.max(value, step.min ?? -Infinity), step.max ?? Infinity));
  }
  throw new Error(`no step ${step.kind}`);
}
