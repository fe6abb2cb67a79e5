// Series as the server sends them → columns as a time chart takes them: sorted instants, and null where a point is
// missing, so that the line breaks there.
import type { Series } from '#core/view/floor-view.ts';

export type Column = (number | null)[];

export interface Columns {
  /** epoch seconds */
  times: Float64Array;
  values: Column[];
  /** right end of the window, epoch seconds */
  end: number;
}

export interface Grid {
  spanS: number;
  stepS: number;
}

/** @param asOf epoch ms: the window ends at the grid point before it, or at a newer point if there is one */
export function columnsOf(series: readonly Series[], asOf: number, { spanS, stepS }: Grid): Columns {
  const floor = Math.floor(asOf / 1000 / stepS) * stepS;
  const instants = new Set<number>();
  for (const one of series) for (const key of Object.keys(one)) instants.add(Number(key));
  const end = Math.max(floor, ...[...instants].filter((t) => t <= floor + stepS));
  const sorted = [...instants].filter((t) => t >= end - spanS && t <= end).sort((a, b) => a - b);
  const times = Float64Array.from(withGaps(sorted, stepS));
  const values = series.map((one) => Array.from(times, (t) => one[t] ?? null));
  return { times, values, end };
}

/** A point between two that are further apart than a step: nothing is known there. */
function withGaps(sorted: readonly number[], stepS: number): number[] {
  const result: number[] = [];
  for (const t of sorted) {
    const last = result[result.length - 1];
    if (last !== undefined && t - last > stepS * 1.5) result.push(last + stepS);
    result.push(t);
  }
  return result;
}
