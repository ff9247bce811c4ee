// What depends on what, and what becomes of some answers; the twin of opencoach/questionnaires/program.py.
import type { Computed, Definition, Item, Joined, Page, Score } from "./definition.ts";
import { names, parse, worth, type Node } from "./expressions.ts";
import { holds } from "./logic.ts";
import { scored } from "./scoring.ts";
import { columnsOf, rowsOf, valueOf, type Value, type Values } from "./values.ts";

type Thing =
  | { is: "page"; page: Page }
  | { is: "item"; item: Item; page: string }
  | { is: "computed"; computed: Computed; tree: Node }
  | { is: "score"; score: Score };

export interface Program { order: [string, Thing][] }

export interface Outcome {
  values: Values;
  answers: Map<string, unknown>;
  shown: Set<string>;
  pages: Set<string>;
  hidden: Map<string, Set<string>>;
  computed: Map<string, Value>;
  scores: Map<string, number | null>;
}

export function compiled(definition: Definition): Program {
  const things = new Map<string, Thing>();
  for (const page of definition.pages) things.set(`page ${page.id}`, { is: "page", page });
  for (const page of definition.pages) {
    for (const item of page.items ?? []) things.set(item.id, { is: "item", item, page: page.id });
  }
  for (const computed of definition.computed ?? []) {
    things.set(computed.id, { is: "computed", computed, tree: parse(computed.expression) });
  }
  for (const score of definition.scores ?? []) things.set(score.id, { is: "score", score });
  return { order: ordered(things) };
}

function ordered(things: Map<string, Thing>): [string, Thing][] {
  const order: [string, Thing][] = [];
  const left = new Map<string, number>();
  const waiting = new Map<string, string[]>();
  for (const [key, thing] of things) {
    const needs = new Set([...needed(thing)].filter((need) => things.has(need)));
    left.set(key, needs.size);
    for (const need of needs) waiting.set(need, [...(waiting.get(need) ?? []), key]);
  }
  const ready = [...things.keys()].filter((key) => left.get(key) === 0);
  for (let key = ready.shift(); key !== undefined; key = ready.shift()) {
    const thing = things.get(key);
    if (thing) order.push([key, thing]);
    for (const after of waiting.get(key) ?? []) {
      const count = (left.get(after) ?? 0) - 1;
      left.set(after, count);
      if (count === 0) ready.push(after);
    }
  }
  if (order.length < things.size) throw new Error("a circle");
  return order;
}

function* needed(thing: Thing): Generator<string> {
  const head = (path: string): string => path.split(".")[0] ?? path;
  if (thing.is === "computed") {
    for (const name of names(thing.tree)) yield head(name);
    return;
  }
  for (const rule of rulesOf(thing)) for (const field of fields(rule)) yield head(field);
  if (thing.is === "score") for (const part of thing.score.parts) yield head(part.of);
  if (thing.is === "item") yield `page ${thing.page}`;
}

function* rulesOf(thing: Thing): Generator<Joined | null | undefined> {
  if (thing.is === "page") yield thing.page.visible;
  if (thing.is === "item") {
    yield thing.item.visible;
    for (const one of inner(thing.item)) yield one.visible;
  }
  if (thing.is === "score") {
    for (const part of thing.score.parts) {
      yield part.when;
      for (const one of part.cases ?? []) yield one.when;
    }
    for (const step of thing.score.steps ?? []) for (const group of step.groups ?? []) yield group.when;
  }
}

function inner(item: Item): { id: string; visible?: Joined | null }[] {
  return [...(item.options ?? []), ...(Array.isArray(item.rows) ? item.rows : [])];
}

function* fields(rule: Joined | null | undefined): Generator<string> {
  for (const row of rule?.all ?? rule?.any ?? []) {
    if ("field" in row) yield row.field;
    else yield* fields(row);
  }
}

export function evaluate(program: Program, answers: Record<string, unknown>): Outcome {
  const outcome: Outcome = {
    values: new Map(), answers: new Map(), shown: new Set(), pages: new Set(),
    hidden: new Map(), computed: new Map(), scores: new Map(),
  };
  for (const [key, thing] of program.order) {
    if (thing.is === "computed") {
      const value = worth(thing.tree, outcome.values);
      outcome.values.set(key, value);
      outcome.computed.set(key, value);
    } else if (thing.is === "score") {
      const value = scored(thing.score, outcome.values);
      outcome.values.set(key, value);
      outcome.scores.set(key, value);
    } else if (thing.is === "page") {
      if (holds(thing.page.visible, outcome.values)) outcome.pages.add(thing.page.id);
    } else itemOf(thing.item, thing.page, answers, outcome);
  }
  return outcome;
}

function itemOf(item: Item, page: string, answers: Record<string, unknown>, outcome: Outcome): void {
  if (!outcome.pages.has(page) || !holds(item.visible, outcome.values)) return;
  outcome.shown.add(item.id);
  if (item.kind === "info" || item.kind === "total") return;
  const gone = new Set(inner(item).filter((one) => one.visible && !holds(one.visible, outcome.values)).map((one) => one.id));
  if (gone.size) outcome.hidden.set(item.id, gone);
  const answer = Object.hasOwn(answers, item.id) ? answers[item.id] : null;
  if (answer === null || answer === undefined) return;
  outcome.answers.set(item.id, answer);
  outcome.values.set(item.id, valueOf(item, answer, gone));
  if (item.kind === "matrix") {
    for (const [row, value] of rowsOf(item, answer, gone)) outcome.values.set(`${item.id}.${row}`, value);
  } else if (item.kind === "table") {
    for (const [column, value] of columnsOf(item, answer)) outcome.values.set(`${item.id}.${column}`, value);
  }
}
