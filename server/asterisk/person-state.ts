// The one state of a person that is a member of several queues, as Asterisk itself would count them.
import type { AgentState } from '#core/vocabulary.ts';

export interface MemberRow {
  queue: string;
  name: string;
  /** the phone's state, 0–8 */
  status: number;
  inCall: boolean;
  paused: boolean;
  reason: string;
  /** epoch ms, 0 = never */
  pausedAt: number;
  penalty: number;
}
export interface PersonState {
  state: AgentState;
  reason: string;
}

const IN_USE = new Set([2, 3, 7, 8]);
const RINGING = 6;
const UNREACHABLE = new Set([4, 5]);
/** What Asterisk writes when it pauses a member who did not pick up. */
const AUTO_PAUSE = 'Auto-Pause';

/**
 * Unknown (0) counts as available, as in Asterisk's own summary. Paused in one queue only is still available in others.
 * It is the phone's state: a private call is "contact", too.
 */
export function personState(rows: Iterable<MemberRow>): PersonState {
  const reachable = [...rows].filter((row) => !UNREACHABLE.has(row.status));
  if (reachable.length === 0) return { state: 'offline', reason: '' };
  if (reachable.some((row) => row.inCall || IN_USE.has(row.status))) return { state: 'contact', reason: '' };
  const ready = reachable.filter((row) => !row.paused);
  if (ready.length === 0) return pausedState(reachable.reduce((a, b) => (b.pausedAt > a.pausedAt ? b : a)).reason);
  return { state: ready.some((row) => row.status === RINGING) ? 'ringing' : 'available', reason: '' };
}

/** Paused by Asterisk for not picking up is no break. */
export const pausedState = (reason: string): PersonState => ({
  state: reason === AUTO_PAUSE ? 'missed' : 'break',
  reason,
});
