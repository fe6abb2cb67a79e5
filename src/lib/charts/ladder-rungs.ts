// Where somebody who waits stands on a ladder of time: rungs at the goal, half of it and its doubles, so that a minute
// among short waits and an hour among long ones take as much room; and side by side with whom.
import type { Goal, Level } from '#core/level.ts';

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

/** Where a wait is looked at, and where somebody acts: seconds. */
export type LadderGoal = Pick<Goal, 'look' | 'act'>;

const STEPS = [2, 4, 8, 16, 64];

/** Bounds of the bands between rungs, seconds, from 0 up. @param most bands that can be told apart */
export function rungsFor({ look, act }: LadderGoal, longestS: number, most: number): number[] {
  const ladders = STEPS.flatMap((step) => [
    [0, look / 2, look, act, ...above(act, step, longestS)],
    [0, look, act, ...above(act, step, longestS)],
  ]);
  return ladders.find((bounds) => bounds.length - 1 <= most) ?? ladders[ladders.length - 1];
}

function above(act: number, step: number, longestS: number): number[] {
  const bounds = [act * step];
  while (bounds[bounds.length - 1] <= longestS) bounds.push(bounds[bounds.length - 1] * step);
  return bounds;
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
