// What a form says, as answers are stored; the twin of opencoach/questionnaires/rendering/posted.py.
import type { Item } from "./definition.ts";

/** The last field of a name counts, as on the server. */
export interface Fields { getAll(name: string): unknown[] }

const OTHER = "+other";
const PLAIN_NUMBER = /^[+\-−]?(\p{Nd}{1,18}([.,]\p{Nd}{0,18})?|[.,]\p{Nd}{1,18})$/u;
const SPACE = /[\t-\r\x1c- \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
const TURNING = /[\u202a-\u202e\u2066-\u2069]|(?!\s)[\p{Cc}\p{Cs}\p{Co}]/gu;
const LONGEST = 100_000;

export function oneLine(text: string): string {
  return text.normalize("NFC").replace(SPACE, " ").replace(TURNING, "").replace(SPACE, " ").replace(/^ | $/g, "");
}

function severalLines(text: string): string {
  const flat = text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/(?![\n\t])[\p{Cc}\p{Cs}]/gu, "");
  return flat.length > LONGEST ? [...flat].slice(0, LONGEST + 1).join("") : flat;
}

/** A number as people type it, with a comma or a point, in whatever digits; else the text itself; null for nothing. */
export function typedNumber(text: string): number | string | null {
  const line = oneLine([...text].slice(0, 200).join(""));
  const tidy = line.replaceAll(" ", "");
  if (!tidy) return null;
  if (!PLAIN_NUMBER.test(tidy)) return line;
  return Number(tidy.replace(",", ".").replace("−", "-").replace(/\p{Nd}/gu, digit));
}

/** Unicode's digits stand in runs of ten. */
function digit(sign: string): string {
  let first = sign.codePointAt(0) ?? 0x30;
  const code = first;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

export function answered(item: Item, fields: Fields): unknown {
  const name = `a.${item.id}`;
  const all = (key: string): string[] => fields.getAll(key).filter((one): one is string => typeof one === "string");
  const last = (key: string): string => all(key).at(-1) ?? "";
  switch (item.kind) {
    case "text": case "date": case "time": return oneLine(last(name)) || null;
    case "long_text": {
      const text = severalLines(last(name));
      return text.trim() ? text : null;
    }
    case "number": case "slider": case "scale": return typedNumber(last(name));
    case "single": return last(name) === OTHER ? own(last(`${name}.other`)) : last(name) || null;
    case "multi": {
      const chosen = [...new Set(all(name))].filter(Boolean);
      const found: unknown[] = chosen.filter((one) => one !== OTHER);
      if (chosen.includes(OTHER)) found.push(own(last(`${name}.other`)));
      return found.length ? found : null;
    }
    case "matrix": {
      const rows = Array.isArray(item.rows) ? item.rows : [];
      const found = rows.map((row) => [row.id, last(`${name}.${row.id}`)]).filter(([, chosen]) => chosen);
      return found.length ? Object.fromEntries(found) : null;
    }
    case "ranking": {
      const order = last(`${name}.set`) ? [...new Set(all(name))] : [];
      return order.length ? order : null;
    }
    case "table": return rows(item, Number(last(`${name}.rows`)) || 0, (at, column) => last(`${name}.${at}.${column}`));
    case "file": case "audio": case "video": {
      const kept = [...new Set(all(`${name}.kept`))];
      return kept.length ? kept : null;
    }
  }
  return null;
}

function own(words: string): { other: string } {
  return { other: oneLine(words) };
}

/** Rows with something in them; a draft's empty ones count for nothing. */
function rows(item: Item, count: number, cell: (at: number, column: string) => string): unknown[] | null {
  const found: Record<string, unknown>[] = [];
  for (let at = 0; at < count; at++) {
    const cells = (item.columns ?? []).map((column) => {
      const text = cell(at, column.id);
      return [column.id, column.kind === "number" ? typedNumber(text) : oneLine(text) || null];
    });
    const row: Record<string, unknown> = Object.fromEntries(cells.filter(([, value]) => value !== null));
    if (Object.keys(row).length) found.push(row);
  }
  return found.length ? found : null;
}
