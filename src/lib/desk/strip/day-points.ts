// Points of days, asked of the API: what was asked for once is kept, and of a day that runs only its end is asked for
// again.
import type { LocalDay } from '#core/local-day.ts';
import type { AskSeries, SeriesPoints } from '#lib/live/ask-series.ts';

/** What came late may still change this much of a line that was drawn before. */
const AGAIN_MS = 30 * 60_000;
const MOST_DAYS = 40;

interface Kept {
  /** epoch seconds → value */
  values: Map<number, number | null>;
  /** epoch ms: asked for until here */
  upTo: number;
}

export interface DayQuestion {
  metric: string;
  scope: string;
  stepS: number;
}

export class DayPoints {
  readonly #ask: AskSeries;
  readonly #kept = new Map<string, Kept>();

  constructor(ask: AskSeries) {
    this.#ask = ask;
  }

  /**
   * Points of a day, each for the step before it, up to the last full step before `now`.
   * @param now epoch ms @throws Error with the server's sentence
   */
  async of(
    { metric, scope, stepS }: DayQuestion,
    { date, fromAt, toAt }: LocalDay,
    now: number,
  ): Promise<SeriesPoints> {
    const key = `${date} ${metric} ${stepS} ${scope}`;
    const kept = this.#kept.get(key) ?? { values: new Map<number, number | null>(), upTo: fromAt };
    const stepMs = stepS * 1000;
    const end = fromAt + Math.floor((Math.min(toAt, now) - fromAt) / stepMs) * stepMs;
    if (end > kept.upTo) {
      const from = Math.max(fromAt, kept.upTo - Math.ceil(AGAIN_MS / stepMs) * stepMs);
      const { times, values } = await this.#ask({ metric, scope, fromAt: from, toAt: end, stepS });
      times.forEach((t, i) => kept.values.set(t, values[i]));
      kept.upTo = end;
    }
    this.#keep(key, kept);
    return { times: [...kept.values.keys()], values: [...kept.values.values()] };
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST_DAYS && !oldest.done) this.#kept.delete(oldest.value);
  }
}
