// From when on anything is known to have come in: before that a count of nothing says nothing. Looked for by days, then in
// the first of them.
import type { AskSeries, SeriesPoints, SeriesQuestion } from './ask-series.ts';

const DAY_S = 86_400;
const FINE_S = 300;
/** history is kept no longer, days */
const FURTHEST = 400;

/**
 * @param now epoch ms @returns epoch ms; null: nothing came in yet
 * @throws Error with the server's sentence
 */
export async function askKnownFrom(ask: AskSeries, scope: string, now: number): Promise<number | null> {
  const first = async (fromAt: number, toAt: number, stepS: number): Promise<number | null> => {
    const { times, values } = await ask({ metric: 'offered', scope, fromAt, toAt, stepS });
    const place = values.findIndex((value) => value !== null && value > 0);
    return place < 0 ? null : (times[place] - stepS) * 1000;
  };
  const day = await first(now - FURTHEST * DAY_S * 1000, now, DAY_S);
  return day === null ? null : first(day, day + DAY_S * 1000, FINE_S);
}

/** What stands for a time before that is not known. @param knownFrom epoch ms; null: nothing is */
export function knownOnly({ times, values }: SeriesPoints, knownFrom: number | null): SeriesPoints {
  const isKnown = (t: number): boolean => knownFrom !== null && t * 1000 > knownFrom;
  return { times, values: values.map((value, i) => (isKnown(times[i]) ? value : null)) };
}

/** A metric over days that are past, with gaps where nothing was known yet. @throws Error with the server's sentence */
export async function askKnown(ask: AskSeries, question: SeriesQuestion): Promise<SeriesPoints> {
  const [points, contacts] = await Promise.all([ask(question), askKnownFrom(ask, question.scope, question.toAt)]);
  // A scope may have what is no contact, such as sales: that is known from its own first number.
  const place = points.values.findIndex((value) => value !== null && value !== 0);
  const own = place < 0 ? Infinity : (points.times[place] - question.stepS) * 1000;
  const from = Math.min(contacts ?? Infinity, own);
  return knownOnly(points, from === Infinity ? null : from);
}
