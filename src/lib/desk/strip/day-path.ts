// A day's points as the path of a filled line, in a box of 1 × 1 that the page stretches: it breaks where nothing is known.
import { area, line } from 'd3-shape';
import type { LocalDay } from '#core/local-day.ts';
import type { SeriesPoints } from '#lib/live/ask-series.ts';
import { placeOf } from './day-scale.ts';

/** units of the box: d3 writes whole numbers and few digits */
export const BOX = { width: 10_000, height: 1000 } as const;

interface Point {
  /** epoch ms of the middle of what it stands for */
  at: number;
  value: number | null;
}

export interface DayPaths {
  /** path data; "" where there is nothing to draw */
  line: string;
  area: string;
}

/** @param top the value at the upper edge */
export function dayPaths(points: SeriesPoints, day: LocalDay, stepS: number, top: number): DayPaths {
  const sorted = pointsOf(points, stepS);
  const x = ({ at }: Point): number => placeOf(at, day) * BOX.width;
  const y = ({ value }: Point): number => BOX.height * (1 - (value ?? 0) / Math.max(top, 1e-9));
  const isKnown = ({ value }: Point): boolean => value !== null;
  const upper = line<Point>().defined(isKnown).x(x).y(y).digits(0);
  const filled = area<Point>().defined(isKnown).x(x).y0(BOX.height).y1(y).digits(0);
  return { line: upper(sorted) ?? '', area: filled(sorted) ?? '' };
}

function pointsOf({ times, values }: SeriesPoints, stepS: number): Point[] {
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
