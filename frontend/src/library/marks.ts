// Markdown marks around what is selected in a text. Pure: text and selection in, text and selection out.

export interface Writing {
  text: string;
  start: number;
  end: number;
}

export type Mark = "bold" | "italic" | "heading" | "bullets" | "numbers" | "quote" | "link";

const AROUND: Partial<Record<Mark, string>> = { bold: "**", italic: "*" };
const BEFORE: Partial<Record<Mark, (place: number) => string>> = {
  heading: () => "## ",
  bullets: () => "- ",
  numbers: (place) => `${place + 1}. `,
  quote: () => "> ",
};
const ANY_BEFORE = /^(#{1,4} |[-*+] |\d{1,3}[.)] |> )/;
const ITS_BEFORE: Partial<Record<Mark, RegExp>> = { heading: /^#{1,4} /, bullets: /^[-*+] /, numbers: /^\d{1,3}[.)] /, quote: /^> / };

/** The text with that mark put on what is selected, or taken off where it stands already. */
export function marked(writing: Writing, mark: Mark): Writing {
  const around = AROUND[mark];
  if (around) return wrapped(writing, around);
  if (mark === "link") return linked(writing);
  return prefixed(writing, mark);
}

function wrapped({ text, start, end }: Writing, sign: string): Writing {
  const inside = text.slice(start, end);
  const size = sign.length;
  if (text.slice(start - size, start) === sign && text.slice(end, end + size) === sign && (size > 1 || text[start - 2] !== "*")) {
    return { text: text.slice(0, start - size) + inside + text.slice(end + size), start: start - size, end: end - size };
  }
  const trimmed = inside.trim();
  const lead = inside.length - inside.trimStart().length;
  const before = text.slice(0, start + lead);
  const after = text.slice(start + lead + trimmed.length);
  const at = before.length + size;
  return { text: before + sign + trimmed + sign + after, start: at, end: at + trimmed.length };
}

function linked({ text, start, end }: Writing): Writing {
  const inside = text.slice(start, end);
  const address = /^https?:\/\/\S+$/.test(inside.trim());
  const made = address ? `[](${inside.trim()})` : `[${inside}](https://)`;
  const at = address ? start + 1 : start + made.length - "https://)".length;
  return { text: text.slice(0, start) + made + text.slice(end), start: at, end: address ? at : at + "https://".length };
}

function prefixed({ text, start, end }: Writing, mark: Mark): Writing {
  const make = BEFORE[mark];
  const its = ITS_BEFORE[mark];
  if (!make || !its) return { text, start, end };
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", Math.max(start, end - (end > start && text[end - 1] === "\n" ? 1 : 0)));
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const off = lines.every((line) => its.test(line) || line.trim() === "") && lines.some((line) => its.test(line));
  let place = 0;
  const written = lines.map((line) => {
    if (off) return line.replace(its, "");
    if (line.trim() === "" && lines.length > 1) return line;
    return make(place++) + line.replace(ANY_BEFORE, "");
  });
  const block = written.join("\n");
  const moved = block.length - (to - from);
  const single = lines.length === 1;
  return {
    text: text.slice(0, from) + block + text.slice(to),
    start: single ? Math.max(from, start + moved) : from,
    end: single ? Math.max(from, end + moved) : from + block.length,
  };
}

/** What Enter adds in a list: the next item's mark, or nothing more after an empty item (its mark goes). */
export function continued({ text, start, end }: Writing): Writing | null {
  if (start !== end) return null;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(from, start);
  const found = /^(\s*)([-*+]|\d{1,3}[.)]|>) (.*)$/.exec(line);
  if (!found) return null;
  const [, space = "", sign = "", words = ""] = found;
  if (words.trim() === "") return { text: text.slice(0, from) + text.slice(start), start: from, end: from };
  const number = /^(\d{1,3})([.)])$/.exec(sign);
  const next = number ? `${Number(number[1]) + 1}${number[2] ?? "."}` : sign;
  const added = `\n${space}${next} `;
  return { text: text.slice(0, start) + added + text.slice(start), start: start + added.length, end: start + added.length };
}
