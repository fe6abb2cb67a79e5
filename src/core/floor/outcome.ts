// How a visit ends, and which of several words about it stands.
import { LEAVE_REASONS, type LeaveReason } from '../vocabulary.ts';

export const OUTCOMES = [
  'open',
  'answered',
  'abandoned',
  'callback',
  'overflowed',
  'timed_out',
  'closed',
  'unknown',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_OF: Record<LeaveReason, Outcome> = {
  abandoned: 'abandoned',
  timeout: 'timed_out',
  empty: 'closed',
  key: 'closed',
  callback: 'callback',
  withdrawn: 'closed',
  full: 'closed',
  overflowed: 'overflowed',
  transferred: 'overflowed',
  error: 'closed',
  unknown: 'unknown',
};

/** What snapshots may still end, or end otherwise. */
export const UNDECIDED: readonly Outcome[] = ['open', 'unknown'];

/** A source that can't tell why somebody left says "abandoned"; one that can is believed. */
const weight = (reason: LeaveReason): number => (reason === 'unknown' ? 0 : reason === 'abandoned' ? 1 : 2);

interface Left {
  at: number;
  reason: LeaveReason;
}

/** Which of two words about one leave stands: the one that says more, of equals the earlier. */
export function stands(a: Left, b: Left): boolean {
  const order = weight(a.reason) - weight(b.reason) || b.at - a.at;
  return order > 0 || (order === 0 && LEAVE_REASONS.indexOf(a.reason) > LEAVE_REASONS.indexOf(b.reason));
}

/**
 * The earlier of answer and a definite leave ends a visit; where there is neither, that it vanished does. Instants are epoch
 * ms, 0 = never.
 */
export function endingOf(
  answeredAt: number,
  leftAt: number,
  reason: LeaveReason | undefined,
  vanishedAt: () => number,
): readonly [Outcome, number] {
  const isDefinite = reason !== undefined && reason !== 'unknown';
  if (answeredAt !== 0 && (!isDefinite || answeredAt <= leftAt)) return ['answered', answeredAt];
  if (reason !== undefined) return [OUTCOME_OF[reason], leftAt];
  const at = vanishedAt();
  return at === 0 ? ['open', 0] : ['unknown', at];
}
