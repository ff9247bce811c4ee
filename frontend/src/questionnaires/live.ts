// What is shown and what the totals say, worked out here while somebody answers. The server sends what the page needs
// of the definition (opencoach/questionnaires/rendering/twin.py), and decides when it is saved.
import type { Definition } from "./definition.ts";
import { shown } from "./numbers.ts";
import { answered, type Fields } from "./posted.ts";
import { compiled, evaluate, type Program } from "./program.ts";

export interface Lean {
  page: string; // "" where all pages stand below each other
  definition: Definition;
  answers: Record<string, unknown>; // to the questions of other pages
  totals: Record<string, { decimals: number; unit: string }>;
}

export interface Seen { hidden: Set<string>; totals: Record<string, string> }

export class Live {
  private readonly program: Program;

  /** Throws where the definition can't run here; the page then waits for the server's word. */
  constructor(private readonly lean: Lean) {
    this.program = compiled(lean.definition);
  }

  /** Another device has answered questions of other pages. */
  elsewhere(answers: Record<string, unknown>): void {
    this.lean.answers = answers;
  }

  see(fields: Fields): Seen {
    const { page: here, definition } = this.lean;
    const pages = definition.pages.filter((page) => here === "" || page.id === here);
    const own = pages.flatMap((page) => page.items ?? []);
    const answers: Record<string, unknown> = { ...this.lean.answers };
    for (const item of own) {
      const answer = answered(item, fields);
      if (answer !== null) answers[item.id] = answer;
    }
    const outcome = evaluate(this.program, answers);
    const hidden = new Set(pages.filter((page) => !outcome.pages.has(page.id)).map((page) => `#${page.id}`));
    for (const item of own) {
      if (!outcome.shown.has(item.id)) hidden.add(item.id);
      for (const gone of outcome.hidden.get(item.id) ?? []) hidden.add(`${item.id}.${gone}`).add(`${item.id}=${gone}`);
    }
    const totals = Object.entries(this.lean.totals).map(([id, as]) => [id, words(outcome.values.get(id), as.decimals, as.unit)]);
    return { hidden, totals: Object.fromEntries(totals) as Record<string, string> };
  }
}

function words(value: unknown, decimals: number, unit: string): string {
  if (typeof value === "number") return `${shown(value, decimals)} ${unit}`.trim();
  return typeof value === "string" ? value : "";
}
