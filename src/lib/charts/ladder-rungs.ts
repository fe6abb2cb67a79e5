// Where somebody who waits stands on a ladder of time: rungs at T, 2 T and each double of it, so that a minute among
// short waits and an hour among long ones take as much room; and side by side with whom.
import type { Level } from '#core/level.ts';

export interface Climber {
  waitS: number;
  level: Level;
}

export interface Spot {
  /** share of the height, 0 = the bottom */
  up: number;
  /** from the left, from 0 */
  lane: number;
}

/** Bounds of the bands between rungs, seconds, from 0 up. @param most bands that can be told apart */
export function rungsFor(thresholdS: number, longestS: number, most: number): number[] {
  for (const factor of [2, 4, 8, 16, 64]) {
    const bounds = [0, thresholdS, 2 * thresholdS];
    do bounds.push(bounds[bounds.length - 1] * factor);
    while (bounds[bounds.length - 1] <= longestS);
    if (bounds.length - 1 <= most || factor === 64) return bounds;
  }
  return [];
}

/** Share of the ladder's height. */
export function heightOf(waitS: number, bounds: readonly number[]): number {
  const bands = bounds.length - 1;
  const band = Math.min(bands - 1, bandOf(waitS, bounds));
  const [from, to] = [bounds[band], bounds[band + 1]];
  return (band + Math.max(0, Math.min(1, (waitS - from) / (to - from)))) / bands;
}

/** Which band, from the bottom; above the last bound: the last band. */
export function bandOf(waitS: number, bounds: readonly number[]): number {
  let band = 0;
  while (band < bounds.length - 2 && waitS >= bounds[band + 1]) band++;
  return band;
}

/**
 * Each in the first lane where nobody is closer than `apart`, so that a cluster is as wide as it is dense.
 * @param waits seconds, longest first @param apart share of the height
 */
export function spotsOf(waits: readonly number[], bounds: readonly number[], apart: number): Spot[] {
  const lowest: number[] = [];
  return waits.map((waitS) => {
    const up = heightOf(waitS, bounds);
    let lane = lowest.findIndex((last) => last - up >= apart);
    if (lane < 0) lane = lowest.length;
    lowest[lane] = up;
    return { up, lane };
  });
}
