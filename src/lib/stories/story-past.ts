// What the API would say of the weeks before the instant of the stories: busy and quiet hours of each day, lunch, Sundays,
// and a morning of which nothing is known.
import type { AskSeries } from '#lib/live/ask-series.ts';
import { METRICS } from './readings.ts';
import { chance, STORY_AT } from './story-floor.ts';

const HOUR_MS = 3_600_000;
/** Moscow */
const OFFSET_MS = 3 * HOUR_MS;
const UNKNOWN = { fromAt: STORY_AT - 55 * HOUR_MS, toAt: STORY_AT - 50 * HOUR_MS };

/** @param isKnown false: nothing was ever heard */
export const askStory =
  (isKnown: boolean): AskSeries =>
  async ({ metric, fromAt, toAt, stepS }) => {
    const times: number[] = [];
    for (let at = fromAt + stepS * 1000; at <= toAt; at += stepS * 1000) times.push(at / 1000);
    return { times, values: times.map((t) => (isKnown ? valueAt(metric, t * 1000 - stepS * 1000) : null)) };
  };

function valueAt(metric: string, at: number): number | null {
  if (at >= STORY_AT || (at >= UNKNOWN.fromAt && at < UNKNOWN.toAt)) return null;
  const { unit, better } = METRICS.get(metric) ?? { unit: 'count', better: 'lower' };
  const local = new Date(at + OFFSET_MS);
  const load = loadAt(local.getUTCHours(), local.getUTCDay()) * (0.85 + 0.3 * chance(metric, Math.floor(at / HOUR_MS)));
  const isGood = better === 'higher';
  if (unit === 'ratio') return isGood ? 1 - 0.34 * load ** 2 : 0.22 * load ** 2;
  if (unit === 'score') return 74 - 22 * load;
  if (unit === 's') return 6 + 88 * load ** 3;
  return Math.round(3200 * load);
}

/** 0–1.1 */
function loadAt(hour: number, day: number): number {
  const bell = (middle: number, width: number): number => Math.exp(-(((hour - middle) / width) ** 2));
  const week = day === 0 ? 0.55 : day === 6 ? 0.7 : day === 1 ? 1.1 : 1;
  return week * (0.06 + 0.8 * bell(11, 2.6) + 0.72 * bell(17.5, 3));
}
