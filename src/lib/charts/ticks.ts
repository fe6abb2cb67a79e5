// Where axes have their marks: round numbers of the unit that is drawn, few enough to be read from afar.
import { formatClock } from '#core/format.ts';

const SECOND_STEPS = [5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400];

export interface Scale {
  min: number;
  max: number;
  ticks: number[];
}

/** From 0 to the first round duration above `top`. */
export function secondsScale(top: number, most = 4): Scale {
  const last = SECOND_STEPS[SECOND_STEPS.length - 1];
  const step = SECOND_STEPS.find((s) => top / s <= most) ?? Math.ceil(top / most / last) * last;
  return between(0, Math.max(1, Math.ceil(top / step - 1e-9)) * step, step);
}

/** Round marks around the data, inside [lowest, highest]; at least `least` wide so that noise stays small. */
export function spanScale(
  low: number,
  high: number,
  bounds: { lowest: number; highest: number; least: number },
  most = 4,
): Scale {
  const middle = (low + high) / 2;
  const half = Math.max(high - low, bounds.least) / 2;
  const [from, to] = [Math.min(low, middle - half), Math.max(high, middle + half)];
  const step = niceStep((to - from) / most);
  const min = Math.max(bounds.lowest, Math.floor(from / step + 1e-9) * step);
  const max = Math.min(bounds.highest, Math.ceil(to / step - 1e-9) * step);
  return between(min, max, step);
}

function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((f) => f * power >= raw * 0.999) ?? 10;
  return factor * power;
}

function between(min: number, max: number, step: number): Scale {
  const ticks: number[] = [];
  // + 0: a rounded −1e-9 is −0
  for (let i = Math.ceil(min / step - 1e-9) + 0; i * step <= max + step * 1e-6; i++) ticks.push(i * step);
  return { min, max, ticks };
}

/** @param from @param to epoch seconds; marks on every `stepS` of the clock that leave room for their words */
export function clockTicks(from: number, to: number, stepS: number): number[] {
  return between(from, to, stepS).ticks.filter((t) => hasRoom(t, from, to));
}

const hasRoom = (t: number, from: number, to: number): boolean => to - t > (to - from) * 0.06;

/** Midnights of the zone between two instants (epoch seconds): days have 23 to 25 hours. */
export function midnights(from: number, to: number, zone: string): number[] {
  const found: number[] = [];
  // Zones differ from UTC by quarters of an hour. A clock set back at 1:00 says 0:00 twice: the first one counts.
  for (let t = Math.ceil(from / 900) * 900; t <= to; t += 900) {
    const isNew = found.length === 0 || t - found[found.length - 1] > 7200;
    if (isNew && formatClock(t * 1000, zone, 'en') === '00:00') found.push(t);
  }
  return found.filter((t) => hasRoom(t, from, to));
}

/**
 * Where a picture of a long span begins: at its beginning, or later when nothing is known of it yet, but with room for
 * some hours to come. Epoch seconds.
 */
export function beginOf(first: number, end: number, spanS: number, leastS: number): number {
  return Math.max(end - spanS, Math.min(first, end - leastS));
}
