// Whether a sample is wrong by a rule's condition: the limit beyond which it is, and the one past which it is well again.
import { worse, type Goal, type Level } from '../level.ts';
import type { Reading, Unit } from '../reading.ts';
import type { Condition, Rule } from './rule.ts';

/** What is known of a place at one moment. */
export interface Sample {
  /** null: there is nothing to say */
  value: number | null;
  unit: Unit;
  /** how the metric judges it */
  level: Level;
  counts: Readonly<Record<string, number>>;
  goal?: Goal;
  /** T of the place, seconds */
  thresholdS: number;
  /** nobody knows: no source was heard for a while; of a source: it is down */
  isBlind: boolean;
}

/** wrong; between: no longer wrong, and not yet past the value that clears; well; unknown: nobody looked */
export type Verdict = 'wrong' | 'between' | 'well' | 'unknown';

/** @param least how much has to be counted before a number is judged at all */
export function verdictOn({ condition, least }: Pick<Rule, 'condition' | 'least'>, sample: Sample): Verdict {
  const { value, counts, level } = sample;
  if ('noData' in condition) return sample.isBlind || value === null ? 'wrong' : 'well';
  if (sample.isBlind) return 'unknown';
  // Nobody waits, nobody called: nothing is wrong with that.
  if (value === null || isTooFew(least, counts)) return 'well';
  const limits = limitsOf(condition, sample);
  const isWrong =
    'worse' in condition ? worse(level, condition.worse) === level : isBeyond(value, limits.limit, limits.bad);
  if (isWrong) return 'wrong';
  return limits.clear !== null && isBeyond(value, limits.clear, limits.bad) ? 'between' : 'well';
}

export interface Limits {
  /** in the metric's unit; null: the metric promises nothing */
  limit: number | null;
  clear: number | null;
  bad: Goal['bad'];
}

/** What a sentence compares the number with. */
export function limitsOf(condition: Condition, { goal, thresholdS }: Pick<Sample, 'goal' | 'thresholdS'>): Limits {
  if ('above' in condition) return { limit: condition.above, clear: condition.clear ?? null, bad: 'above' };
  if ('below' in condition) return { limit: condition.below, clear: condition.clear ?? null, bad: 'below' };
  if ('aboveT' in condition) {
    const { aboveT, clearT } = condition;
    return { limit: aboveT * thresholdS, clear: clearT === undefined ? null : clearT * thresholdS, bad: 'above' };
  }
  if ('noData' in condition) return { limit: null, clear: null, bad: 'above' };
  return { limit: goal?.[condition.worse] ?? null, clear: condition.clear ?? null, bad: goal?.bad ?? 'above' };
}

/** Of a number that a reading tells. */
export function sampleOf(reading: Reading, thresholdS: number, isBlind: boolean): Sample {
  const { value, unit, state, counts, goal } = reading;
  return { value, unit, level: state, counts, ...(goal ? { goal } : {}), thresholdS, isBlind };
}

function isBeyond(value: number, limit: number | null, bad: Goal['bad']): boolean {
  return limit !== null && (bad === 'above' ? value > limit : value < limit);
}

function isTooFew(least: Rule['least'], counts: Sample['counts']): boolean {
  return Object.entries(least).some(([name, n]) => (counts[name] ?? 0) < n);
}
