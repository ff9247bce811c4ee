// What an answer is worth to rules, expressions and scores; the twin of opencoach/questionnaires/values.py.
import type { Item, Option } from "./definition.ts";
import { kept } from "./numbers.ts";

export class Choice {
  constructor(readonly id: string, readonly value: number | null = null) {}
}
export type Value = number | string | boolean | Choice | Value[] | Record<string, unknown> | null;
export type Values = Map<string, Value>;

const OTHER = "other";
const BLANK = " \\t\\n\\r\\f\\v\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const AROUND = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");
const NOTHING: ReadonlySet<string> = new Set();

export function trimmed(text: unknown): string {
  return typeof text === "string" ? text.replace(AROUND, "") : "";
}

export function numberOf(value: unknown): number | null {
  if (value instanceof Choice) return value.value;
  return typeof value === "number" ? value : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function valueOf(item: Item, answer: unknown, hidden: ReadonlySet<string> = NOTHING): Value {
  switch (item.kind) {
    case "number": case "scale": case "slider":
      return typeof answer === "number" ? kept(answer) : null;
    case "text": case "long_text":
      return trimmed(answer) || null;
    case "date": case "time":
      return typeof answer === "string" && answer ? answer : null;
    case "single":
      return chosen(item, answer, hidden);
    case "multi": case "ranking": {
      const found = listed(answer).map((one) => chosen(item, one, hidden)).filter((one) => one !== null);
      return found.length ? found : null;
    }
    case "matrix": {
      const rows = [...rowsOf(item, answer, hidden).values()];
      return rows.some((row) => row !== null) ? rows : null;
    }
    case "table": case "file": case "audio": case "video": {
      const all = listed(answer) as Value[];
      return all.length ? all : null;
    }
  }
  return null;
}

export function rowsOf(item: Item, answer: unknown, hidden: ReadonlySet<string> = NOTHING): Map<string, Choice | null> {
  const given = isRecord(answer) ? answer : {};
  const rows = Array.isArray(item.rows) ? item.rows.filter((row) => !hidden.has(row.id)) : [];
  return new Map(rows.map((row) => [row.id, chosen(item, own(given, row.id), hidden)]));
}

export function columnsOf(item: Item, answer: unknown): Map<string, Value[]> {
  const rows = listed(answer).filter(isRecord);
  return new Map((item.columns ?? []).map((column) => [
    column.id, rows.map((row) => valueOf(column, own(row, column.id))),
  ]));
}

function listed(answer: unknown): unknown[] {
  return Array.isArray(answer) ? answer : [];
}

function chosen(item: Item, answer: unknown, hidden: ReadonlySet<string>): Choice | null {
  if (isRecord(answer)) {
    return trimmed(own(answer, OTHER)) && item.other !== undefined && item.other !== null ? new Choice(OTHER) : null;
  }
  if (typeof answer !== "string" || hidden.has(answer)) return null;
  const option: Option | undefined = item.options?.find((one) => one.id === answer);
  if (!option) return null;
  return new Choice(option.id, option.value === undefined || option.value === null ? null : kept(option.value));
}
