// Another day's line laid behind a day's: what happened at 11:40 there stands at 11:40 here, also where one of the two has
// 23 or 25 hours.
import { clockAt, DAY_MS, sameClockOn, type LocalDay } from '#core/local-day.ts';
import type { SeriesPoints } from '#lib/live/ask-series.ts';

/** @param points of the other day @param day where they are to stand @returns without those whose time never comes there */
export function laidOn(day: LocalDay, { times, values }: SeriesPoints, zone: string, stepS: number): SeriesPoints {
  const halfMs = stepS * 500;
  const laid: { at: number; value: number | null }[] = [];
  times.forEach((t, i) => {
    // The middle of what a point stands for: its end may be the next day's midnight.
    const middle = t * 1000 - halfMs;
    const at = sameClockOn(day, middle, zone);
    if (clockAt(at, zone) % DAY_MS === clockAt(middle, zone) % DAY_MS) laid.push({ at: at + halfMs, value: values[i] });
  });
  // An hour that came twice there lies over itself here: the later of two points counts.
  const byInstant = new Map(laid.map(({ at, value }) => [at / 1000, value]));
  return { times: [...byInstant.keys()], values: [...byInstant.values()] };
}
