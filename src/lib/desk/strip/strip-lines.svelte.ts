// What the strip draws of its day: load, the same weekday a week before, and where the service level was below its goal.
// Asked for anew as the day goes on; what is there stays until the new has come.
import { dateAfter, dayOn, type LocalDay } from '#core/local-day.ts';
import type { MetricsAnswer } from '#core/answers.ts';
import { askSeries, type SeriesPoints } from '#lib/live/ask-series.ts';
import { askKnownFrom, knownOnly } from '#lib/live/known-from.ts';
import { stretchesBelow, type Stretch } from './day-path.ts';
import { DayPoints } from './day-points.ts';
import { laidOn } from './ghost.ts';

export const LOAD = { metric: 'offered', stepS: 300 } as const;
const LEVEL = { metric: 'service.level', stepS: 900 } as const;
/** how often a line is asked for again that something failed with */
export const REFRESH_MS = 60_000;
const NOTHING: SeriesPoints = { times: [], values: [] };

export interface StripDay {
  day: LocalDay;
  zone: string;
  load: SeriesPoints;
  ghost: SeriesPoints;
  /** the ghost's date */
  ghostDate: string;
  below: Stretch[];
}

export class StripLines {
  /** replaced as a whole; null before the first day has come */
  shown = $state.raw<StripDay | null>(null);
  /** why there is nothing, "" when all is well */
  problem = $state.raw('');

  /** epoch ms: before it nothing came in; null while nobody knows, and where nothing did */
  knownFrom = $state.raw<number | null>(null);

  readonly #scope: string;
  readonly #points = new DayPoints(askSeries);
  /** of the service level; undefined: not asked for yet, null: nothing is promised */
  #goal: number | null | undefined;
  #known: Promise<number | null> | undefined;
  #asked = 0;

  constructor(scope: string) {
    this.#scope = scope;
  }

  /** @param now epoch ms: nothing is asked for that is still to come */
  async show(day: LocalDay, zone: string, now: number): Promise<void> {
    const asked = ++this.#asked;
    const ghostDate = dateAfter(day.date, -7);
    const ghostDay = dayOn(ghostDate, zone);
    const of = ({ metric, stepS }: typeof LOAD | typeof LEVEL, on: LocalDay) =>
      this.#points.of({ metric, stepS, scope: this.#scope }, on, now);
    try {
      const [points, level, goal, from] = await Promise.all([
        of(LOAD, day),
        of(LEVEL, day),
        this.#goalOf(),
        this.#knownFrom(now),
      ]);
      const load = knownOnly(points, from);
      const below = goal === null ? [] : stretchesBelow(level, goal, LEVEL.stepS);
      if (asked !== this.#asked) return;
      const kept = this.shown?.day.date === day.date ? this.shown.ghost : NOTHING;
      this.shown = { day, zone, load, ghost: kept, ghostDate, below };
      this.problem = '';
      // Of a week ago later: what is shown first is the day.
      const ghost = await of(LOAD, ghostDay);
      if (asked !== this.#asked) return;
      this.shown = { day, zone, load, ghost: laidOn(day, knownOnly(ghost, from), zone, LOAD.stepS), ghostDate, below };
    } catch (error) {
      if (asked === this.#asked) this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  async #knownFrom(now: number): Promise<number | null> {
    this.#known ??= askKnownFrom(askSeries, this.#scope, now);
    try {
      this.knownFrom = await this.#known;
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
    // Where nothing has come in yet it may have meanwhile.
    if (this.knownFrom === null) this.#known = undefined;
    return this.knownFrom;
  }

  async #goalOf(): Promise<number | null> {
    if (this.#goal !== undefined) return this.#goal;
    const response = await fetch(`/api/v1/metrics?scope=${encodeURIComponent(this.#scope)}&window=15m`);
    const { metrics } = (await response.json()) as Partial<MetricsAnswer>;
    return (this.#goal = metrics?.[LEVEL.metric]?.goal?.act ?? null);
  }
}
