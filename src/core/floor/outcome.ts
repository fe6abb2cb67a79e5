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
export function weight(reason: LeaveReason): number {
  return reason === 'unknown' ? 1 : reason === 'abandoned' ? 2 : 3 + LEAVE_REASONS.indexOf(reason);
}
