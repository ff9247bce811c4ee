// The parts of a questionnaire that decide what is shown and what comes out; docs/api/questionnaires.md has all of it.

export type One = boolean | number | string;
export interface Condition { field: string; operator: string; value?: One | One[] | null }
export interface Joined { all?: (Condition | Joined)[]; any?: (Condition | Joined)[] }
export interface Option { id: string; value?: number | null; visible?: Joined | null }
export interface Row { id: string; visible?: Joined | null }
export interface Item {
  id: string;
  kind: string;
  visible?: Joined | null;
  options?: Option[];
  rows?: Row[] | number; // of a matrix; lines of a long text
  columns?: Item[];
  other?: unknown;
}
export interface Page { id: string; visible?: Joined | null; items?: Item[] }
export interface Computed { id: string; expression: string; decimals?: number }
export type Mapped = Record<string, number>;
export interface Part {
  of: string;
  map?: Mapped | null;
  cases?: { when: Joined; map: Mapped }[];
  reverse?: [number, number] | null;
  weight?: number;
  when?: Joined | null;
}
export interface Step {
  kind: string;
  multiply?: number;
  add?: number;
  from?: [number, number];
  to?: [number, number] | string;
  groups?: { mean: number; sd: number; when?: Joined | null }[];
  entries?: { from?: number | null; to?: number | null; value: number }[];
  decimals?: number;
  min?: number | null;
  max?: number | null;
}
export interface Score {
  id: string;
  parts: Part[];
  combine?: string;
  missing?: string | { at_least: number };
  steps?: Step[];
}
export interface Definition { pages: Page[]; computed?: Computed[]; scores?: Score[] }
