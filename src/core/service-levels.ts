// Every definition of the service level in use, from the same counts.
import {
  abandoned,
  abandonedShort,
  abandonedWithinT,
  answered,
  answeredWithinT,
  callbacks,
  callbacksWithinT,
} from './counts.ts';
import { ratio } from './metric.ts';

export const LEVEL_SUMS = {
  answered,
  answeredWithinT,
  abandoned,
  abandonedWithinT,
  abandonedShort,
  callbacks,
  callbacksWithinT,
};

/** By name: the settings say which of them service.level answers with. */
export const SERVICE_LEVELS = [
  'positive',
  'answered',
  'negative',
  'ignore',
  'short-positive',
  'short-removed',
  'removed',
] as const;
export type ServiceLevel = (typeof SERVICE_LEVELS)[number];

export const LEVEL_FORMULA =
  'positive (ansT + abT) ÷ (ans + ab) · answered ansT ÷ ans · negative ansT ÷ (ans + ab) · ' +
  'ignore ansT ÷ (ans + ab − abT) · short-positive (ansT + abS) ÷ (ans + ab) · ' +
  'short-removed ansT ÷ (ans + ab − abS) · removed (ansT + abT + cbT) ÷ (ans + ab + cb)';

/** @param overdue who waits now and has missed T: below the line of each */
export function levelsOf(
  sums: Record<keyof typeof LEVEL_SUMS, number>,
  overdue: number,
): Record<ServiceLevel, number | null> {
  const { answered: ans, answeredWithinT: ansT, abandoned: ab, abandonedWithinT: abT, abandonedShort: abS } = sums;
  const { callbacks: cb, callbacksWithinT: cbT } = sums;
  return {
    positive: ratio(ansT + abT, ans + ab + overdue),
    answered: ratio(ansT, ans + overdue),
    negative: ratio(ansT, ans + ab + overdue),
    ignore: ratio(ansT, ans + ab - abT + overdue),
    'short-positive': ratio(ansT + abS, ans + ab + overdue),
    'short-removed': ratio(ansT, ans + ab - abS + overdue),
    removed: ratio(ansT + abT + cbT, ans + ab + cb + overdue),
  };
}
