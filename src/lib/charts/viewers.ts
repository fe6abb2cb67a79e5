// Viewers of a stream over the day as one filled line, from zero: streams of one screen share their scale.
import type { Series } from '#core/view/floor-view.ts';
import { bandPath, type Slice } from './path.ts';

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
  const x = (minute: number): number => ((minute * MINUTE_S - from) / (to - from)) * width;
  const slices: (Slice | null)[] = [];
  minutes.forEach((minute, i) => {
    if (i > 0 && minute - minutes[i - 1] > 2) slices.push(null);
    slices.push([x(minute), height, height - (line[minute] / most) * height]);
  });
  return bandPath(slices, 1);
}

/** The first and the last minute of a stream, epoch ms; null where it has none. */
export function spanOf(line: Series): { from: number; to: number } | null {
  const minutes = Object.keys(line).map(Number);
  if (minutes.length === 0) return null;
  return { from: Math.min(...minutes) * MINUTE_S * 1000, to: Math.max(...minutes) * MINUTE_S * 1000 };
}
