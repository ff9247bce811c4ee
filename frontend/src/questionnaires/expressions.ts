// Computed values; the twin of opencoach/questionnaires/expressions. The server has refused what is wrong already, in
// words: here a wrong expression is an Error, and whoever shows the form leaves the value out.
import { compared, every, opposite, same, some, type Truth } from "./logic.ts";
import { kept, rounded, total } from "./numbers.ts";
import { numberOf, type Value, type Values } from "./values.ts";

export type Node =
  | { is: "literal"; value: number | string | boolean }
  | { is: "name"; path: string }
  | { is: "unary"; sign: string; of: Node }
  | { is: "binary"; sign: string; left: Node; right: Node }
  | { is: "call"; name: string; given: Node[] };

const WORD = /[ \t\r\n\u00a0]*(?:(\d+(?:\.\d+)?)|("[^"]*"|'[^']*')|([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)|(<=|>=|<>|!=|==|[-+*/()<>=,×÷·−≤≥≠]))/y;
const SAME: Record<string, string> = { "×": "*", "·": "*", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "=" };
const TIGHTNESS = new Map(Object.entries({ or: 1, and: 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6 }));
const DEEPEST = 40;
const LONGEST = 2_000;

interface Token { kind: "number" | "text" | "name" | "sign" | "end"; text: string }

function tokens(source: string): Token[] {
  if (source.length > LONGEST) throw new Error("too long");
  const text = source.replace(/[ \t\r\n\u00a0]+$/, "");
  const found: Token[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const match = WORD.exec(text);
    if (!match) throw new Error("unreadable");
    const [, number, quoted, name, sign] = match;
    if (number !== undefined) found.push({ kind: "number", text: number });
    else if (quoted !== undefined) found.push({ kind: "text", text: quoted.slice(1, -1) });
    else if (name !== undefined) found.push({ kind: "name", text: name });
    else found.push({ kind: "sign", text: SAME[sign ?? ""] ?? sign ?? "" });
  }
  return [...found, { kind: "end", text: "" }];
}

export function parse(source: string): Node {
  const words = tokens(source);
  let next = 0;
  let depth = 0;
  const here = (): Token => words[next] ?? { kind: "end", text: "" };
  const isSign = (text: string): boolean => here().kind === "sign" && here().text === text;
  const expect = (text: string): void => {
    if (!isSign(text)) throw new Error(`${text} expected`);
    next += 1;
  };

  function part(tightness: number): Node {
    if (++depth > DEEPEST) throw new Error("too deep");
    let node = operand();
    for (;;) {
      const token = here();
      const level = token.kind === "sign" || token.kind === "name" ? (TIGHTNESS.get(token.text) ?? 0) : 0;
      if (level <= tightness) break;
      next += 1;
      node = { is: "binary", sign: token.text, left: node, right: part(level) };
    }
    depth -= 1;
    return node;
  }

  function operand(): Node {
    const token = here();
    next += 1;
    if (token.kind === "number") return { is: "literal", value: Number(token.text) };
    if (token.kind === "text") return { is: "literal", value: token.text };
    if (token.kind === "name") return named(token.text);
    if (token.kind === "sign" && token.text === "-") return { is: "unary", sign: "-", of: part(7) };
    if (token.kind !== "sign" || token.text !== "(") throw new Error("operand expected");
    const node = part(0);
    expect(")");
    return node;
  }

  function named(name: string): Node {
    if (name === "true" || name === "false") return { is: "literal", value: name === "true" };
    if (name === "not") return { is: "unary", sign: "not", of: part(3) };
    if (!isSign("(")) return { is: "name", path: name };
    next += 1;
    const given: Node[] = [];
    if (!isSign(")")) {
      given.push(part(0));
      while (isSign(",")) {
        next += 1;
        given.push(part(0));
      }
    }
    expect(")");
    return { is: "call", name, given };
  }

  const node = part(0);
  if (here().kind !== "end") throw new Error("end expected");
  return node;
}

export function* names(node: Node): Generator<string> {
  if (node.is === "name") yield node.path;
  else if (node.is === "unary") yield* names(node.of);
  else if (node.is === "binary") {
    yield* names(node.left);
    yield* names(node.right);
  } else if (node.is === "call") for (const one of node.given) yield* names(one);
}

const ORDER: Record<string, string> = { "<": "less", "<=": "at_most", ">": "more", ">=": "at_least" };

export function worth(node: Node, values: Values): Value {
  switch (node.is) {
    case "literal": return node.value;
    case "name": return values.get(node.path) ?? null;
    case "unary": {
      const value = worth(node.of, values);
      if (node.sign === "not") return opposite(truth(value));
      const number = numberOf(value);
      return number === null ? null : kept(-number);
    }
    case "binary": return binary(node.sign, worth(node.left, values), worth(node.right, values));
    case "call": return call(node.name, node.given, values);
  }
}

function truth(value: Value): Truth {
  return typeof value === "boolean" ? value : null;
}

function binary(sign: string, left: Value, right: Value): Value {
  if (sign === "and") return every([truth(left), truth(right)]);
  if (sign === "or") return some([truth(left), truth(right)]);
  if (sign === "=" || sign === "!=") {
    if (left === null || right === null) return null;
    return sign === "=" ? same(left, right) : opposite(same(left, right));
  }
  const order = ORDER[sign];
  if (order) return left === null || right === null ? null : compared(order, left, right);
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === null || b === null || (sign === "/" && b === 0)) return null;
  return kept(sign === "+" ? a + b : sign === "-" ? a - b : sign === "*" ? a * b : a / b);
}

function call(name: string, nodes: Node[], values: Values): Value {
  if (name === "if") {
    const [condition, yes, no] = nodes;
    if (!condition || !yes || !no) return null;
    const asked = truth(worth(condition, values));
    return asked === null ? null : worth(asked ? yes : no, values);
  }
  const given = nodes.map((node) => worth(node, values));
  const first = given[0] ?? null;
  switch (name) {
    case "coalesce": return given.find((value) => value !== null) ?? null;
    case "answered": return first !== null;
    case "count": return flat(given).filter((value) => value !== null).length;
    case "contains": return contains(first, given[1] ?? null);
    case "days": return days(first, given[1] ?? null);
    case "sum": case "mean": case "min": case "max": return gathered(name, given);
  }
  return ofOne(name, numberOf(first), given);
}

function flat(given: Value[]): unknown[] {
  return given.flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]));
}

function gathered(name: string, given: Value[]): number | null {
  const numbers = flat(given).map(numberOf).filter((number) => number !== null);
  if (!numbers.length) return null;
  if (name === "min") return kept(Math.min(...numbers));
  if (name === "max") return kept(Math.max(...numbers));
  const whole = total(numbers);
  return whole === null || name === "sum" ? whole : kept(whole / numbers.length);
}

function ofOne(name: string, number: number | null, given: Value[]): number | null {
  if (number === null) return null;
  switch (name) {
    case "round": {
      const decimals = given.length > 1 ? numberOf(given[1]) : 0;
      return decimals === null ? null : kept(rounded(number, Math.floor(decimals)));
    }
    case "floor": return kept(Math.floor(number));
    case "ceil": return kept(Math.ceil(number));
    case "abs": return kept(Math.abs(number));
  }
  throw new Error(`no function ${name}`);
}

function contains(value: Value, wanted: Value): Truth {
  if (value === null || wanted === null) return null;
  if (typeof value === "string" && typeof wanted === "string") return value.toLowerCase().includes(wanted.toLowerCase());
  return some((Array.isArray(value) ? value : [value]).map((one) => same(one, wanted)));
}

function days(start: Value, end: Value): number | null {
  const first = day(start);
  const last = day(end);
  return first === null || last === null ? null : Math.round((last - first) / 86_400_000);
}

/** Midnight UTC of that day; null for what is none, as the 30th of February. */
function day(value: Value): number | null {
  const match = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  if (!match || match[1] === "0000") return null;
  const moment = new Date(`${match[0]}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== match[0] ? null : moment.getTime();
}
