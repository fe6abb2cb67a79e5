// What a benchmark gives: figures with their goals and what was measured beside them, and how they are told.

/** A limit and on which side of it is well. */
export type Goal = { atMost: number } | { atLeast: number };

export interface Figure {
  /** "paint.p99": the benchmark's name, then its own where there are several */
  name: string;
  /** what was measured, and on what */
  what: string;
  value: number;
  /** "events/s", "ms"; "×" = a ratio; "" = a count */
  unit: string;
  goal?: Goal;
  /** the same of something that does no more than it must, in the same unit and the same run */
  beside?: { what: string; value: number };
}

/** null: there is no goal */
export function isMet({ value, goal }: Figure): boolean | null {
  if (!goal) return null;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** {name, what, value, unit, goal, ok, beside}; what there is none of is null. */
export function inJson(figure: Figure): string {
  const { name, what, value, unit, goal = null, beside = null } = figure;
  return JSON.stringify({ name, what, value: Number(value.toPrecision(5)), unit, goal, ok: isMet(figure), beside });
}

export const TABLE_HEAD = '| what | value | goal | ok | beside |\n| --- | --- | --- | --- | --- |';

export function inTable(figure: Figure): string {
  const { what, value, unit, goal, beside } = figure;
  const amount = (n: number): string => `${written(n)}${unit && ` ${unit}`}`;
  const wanted = !goal ? '' : 'atMost' in goal ? `≤ ${amount(goal.atMost)}` : `≥ ${amount(goal.atLeast)}`;
  const met = isMet(figure);
  const cells = [what, amount(value), wanted, met === null ? '' : met ? 'yes' : '**no**'];
  cells.push(beside ? `${beside.what}: ${amount(beside.value)}` : '');
  return `| ${cells.join(' | ')} |`;
}

/** Three digits that count, thousands apart: "1 240 000", "12.3", "0.84". */
function written(n: number): string {
  if (n === 0 || !Number.isFinite(n)) return String(n);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(n))));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(n))) - 2);
  const rounded = Number.isInteger(n) && Math.abs(n) < 100_000 ? n : Math.round(n / step) * step;
  const text = Number.isInteger(n)
    ? String(rounded)
    : rounded === n || digits === 0
      ? String(rounded)
      : n.toFixed(digits);
  return text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ' ');
}

/** @param q 0–1 */
export function quantile(values: Iterable<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(q * (sorted.length - 1))];
}

export const median = (values: Iterable<number>): number => quantile(values, 0.5);

/** "1 240 000" */
export const grouped = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ' ');
