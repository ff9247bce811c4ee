// True, false and unknown (null); the twin of opencoach/questionnaires/logic.py.
import type { Condition, Joined } from "./definition.ts";
import { Choice, numberOf, trimmed, type Value, type Values } from "./values.ts";

export type Truth = boolean | null;

export function every(truths: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const truth of truths) {
    if (truth === false) return false;
    if (truth === null) result = null;
  }
  return result;
}

export function some(truths: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth === null) result = null;
  }
  return result;
}

export function opposite(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

export function holds(rule: Joined | null | undefined, values: Values): Truth {
  if (!rule) return true;
  const truths = (rule.all ?? rule.any ?? []).map((row) => ("field" in row ? met(row, values) : holds(row, values)));
  return rule.all ? every(truths) : some(truths);
}

export function met(row: Condition, values: Values): Truth {
  const value = values.get(row.field) ?? null;
  if (row.operator === "answered") return value !== null;
  if (row.operator === "missing") return value === null;
  if (value === null) return null;
  const wanted = row.value as Value;
  switch (row.operator) {
    case "is": return same(value, wanted);
    case "is_not": return opposite(same(value, wanted));
    case "any_of": return among(value, wanted);
    case "none_of": return opposite(among(value, wanted));
    case "contains": return within(value, wanted);
    case "contains_not": return opposite(within(value, wanted));
  }
  return compared(row.operator, value, wanted);
}

export function same(value: unknown, wanted: unknown): Truth {
  if (Array.isArray(value)) return value.length === 1 && same(value[0], wanted) === true;
  if (value instanceof Choice && wanted instanceof Choice) return value.id === wanted.id;
  if (wanted instanceof Choice) return same(wanted, value);
  if (typeof value === "boolean" || typeof wanted === "boolean") {
    return typeof value === typeof wanted ? value === wanted : null;
  }
  if (typeof wanted === "string") {
    if (value instanceof Choice) return value.id === wanted;
    return typeof value === "string" ? value === trimmed(wanted) : null;
  }
  const left = numberOf(value);
  const right = numberOf(wanted);
  return left === null || right === null ? null : left === right;
}

function among(value: unknown, wanted: unknown): Truth {
  const chosen: unknown[] = Array.isArray(value) ? value : [value];
  const asked: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  return some(chosen.flatMap((one) => asked.map((each) => same(one, each))));
}

function within(value: unknown, wanted: unknown): Truth {
  if (typeof value === "string") {
    return typeof wanted === "string" ? value.toLowerCase().includes(trimmed(wanted).toLowerCase()) : null;
  }
  return among(value, wanted);
}

export function compared(operator: string, value: unknown, wanted: unknown): Truth {
  let order: number;
  if (typeof value === "string" && typeof wanted === "string") {
    order = compareTexts(value, wanted);
  } else {
    const left = numberOf(value);
    const right = numberOf(wanted);
    if (left === null || right === null) return null;
    order = left < right ? -1 : left > right ? 1 : 0;
  }
  switch (operator) {
    case "less": return order < 0;
    case "at_most": return order <= 0;
    case "more": return order > 0;
  }
  return order >= 0;
}

/** By code points, as Python does; UTF-16 orders some signs otherwise. */
function compareTexts(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return a.length - b.length;
}
