// A day's points as the path of a filled line, in a box of 1 × 1 that the page stretches: it breaks where nothing is known.
import type { LocalDay } from '#core/local-day.ts';
import { bandPath, linePath, type Point } from '#lib/charts/path.ts';
import type { SeriesPoints } from '#lib/live/ask-series.ts';
import { placeOf } from './day-scale.ts';

/** units of the box: paths are written in whole ones */
export const BOX = { width: 10_000, height: 1000 } as const;

export interface DayPaths {
  /** path data; "" where there is nothing to draw */
  line: string;
  area: string;
}

/** @param top the value at the upper edge */
export function dayPaths(points: SeriesPoints, day: LocalDay, stepS: number, top: number): DayPaths {
  const x = (at: number): number => placeOf(at, day) * BOX.width;
  const y = (value: number): number => BOX.height * (1 - value / Math.max(top, 1e-9));
  const upper = sortedOf(points, stepS).map(({ at, value }): Point | null =>
    value === null ? null : [x(at), y(value)],
  );
  const filled = upper.map((point) => point && ([point[0], BOX.height, point[1]] as const));
  return { line: linePath(upper, 0), area: bandPath(filled, 0) };
}

/** `at`: epoch ms of the middle of what a value stands for */
function sortedOf({ times, values }: SeriesPoints, stepS: number): { at: number; value: number | null }[] {
  const points = times.map((t, i) => ({ at: (t - stepS / 2) * 1000, value: values[i] }));
  return points.sort((a, b) => a.at - b.at);
}

/** The highest of several lines; 0 where nothing is known. */
export const topOf = (...lines: readonly SeriesPoints[]): number =>
  Math.max(0, ...lines.flatMap(({ values }) => values.filter((value) => value !== null)));

/** The value of the step that an instant lies in; null where nothing is known. @param at epoch ms */
export function valueAt({ times, values }: SeriesPoints, at: number, stepS: number): number | null {
  const place = times.findIndex((t) => at < t * 1000 && at >= (t - stepS) * 1000);
  return place < 0 ? null : values[place];
}

export interface Stretch {
  /** epoch ms */
  fromAt: number;
  toAt: number;
}

/** Where a line is below a bound, neighbours joined. */
export function stretchesBelow({ times, values }: SeriesPoints, bound: number, stepS: number): Stretch[] {
  const found: Stretch[] = [];
  times.forEach((t, i) => {
    const value = values[i];
    if (value === null || value >= bound) return;
    const [fromAt, toAt] = [(t - stepS) * 1000, t * 1000];
    const last = found[found.length - 1] as Stretch | undefined;
    if (last && last.toAt === fromAt) last.toAt = toAt;
    else found.push({ fromAt, toAt });
  });
  return found;
}
