// Viewers of a stream over the day as one filled line, from zero: streams of one screen share their scale.
import { area } from 'd3-shape';
import type { Series } from '#core/view/floor-view.ts';

const MINUTE_S = 60;
/** shorter days are drawn as long as this */
const LEAST_S = 3600;

export interface ViewersScale {
  /** epoch seconds */
  from: number;
  to: number;
  most: number;
}

/** @param lines epoch minutes (as text) → viewers @param asOf epoch ms */
export function viewersScale(lines: readonly Series[], asOf: number): ViewersScale {
  const minutes = lines.flatMap((line) => Object.keys(line).map(Number));
  const to = Math.max(asOf / 1000, ...minutes.map((minute) => minute * MINUTE_S));
  const first = Math.min(to, ...minutes.map((minute) => minute * MINUTE_S));
  const most = Math.max(1, ...lines.flatMap((line) => Object.values(line)));
  return { from: Math.min(first, to - LEAST_S), to, most };
}

/** @returns path data in a box of width × height; a minute that nothing is known of is a gap */
export function viewersPath(line: Series, { from, to, most }: ViewersScale, width: number, height: number): string {
  const minutes = Object.keys(line)
    .map(Number)
    .sort((a, b) => a - b);
  const points: [minute: number, viewers: number | null][] = [];
  for (const minute of minutes) {
    const last = points[points.length - 1];
    if (last && minute - last[0] > 2) points.push([last[0] + 1, null]);
    points.push([minute, line[minute]]);
  }
  const path = area<[number, number | null]>()
    .defined(([, viewers]) => viewers !== null)
    .x(([minute]) => ((minute * MINUTE_S - from) / (to - from)) * width)
    .y0(height)
    .y1(([, viewers]) => height - ((viewers ?? 0) / most) * height);
  return path.digits(1)(points) ?? '';
}

/** The first and the last minute of a stream, epoch ms; null where it has none. */
export function spanOf(line: Series): { from: number; to: number } | null {
  const minutes = Object.keys(line).map(Number);
  if (minutes.length === 0) return null;
  return { from: Math.min(...minutes) * MINUTE_S * 1000, to: Math.max(...minutes) * MINUTE_S * 1000 };
}
