// Counters that several metrics share: the same counter is counted once for all of them.
import type { Outcome } from './floor/outcome.ts';
import { count, type Counter, type EndedVisit, type PresentAgent } from './metric.ts';
import type { AgentState, SessionOutcome } from './vocabulary.ts';

const when = (condition: boolean): number => (condition ? 1 : 0);

const ended = (outcome: Outcome): Counter<'visits'> => count('visits', (v) => when(v.outcome === outcome));
const endedWithin = (outcome: Outcome, limit: 'thresholdMs' | 'shortMs'): Counter<'visits'> =>
  count('visits', (v: EndedVisit) => when(v.outcome === outcome && v.waitMs <= v[limit]));

export const offered = count('visits', () => 1);
export const answered = ended('answered');
export const answeredWithinT = endedWithin('answered', 'thresholdMs');
export const answeredWaitMs = count('visits', (v) => (v.outcome === 'answered' ? v.waitMs : 0));
export const answeredWait = count('visits', (v) => (v.outcome === 'answered' ? v.waitMs : undefined));
export const abandoned = ended('abandoned');
export const abandonedWithinT = endedWithin('abandoned', 'thresholdMs');
export const abandonedShort = endedWithin('abandoned', 'shortMs');
export const callbacks = ended('callback');
export const callbacksWithinT = endedWithin('callback', 'thresholdMs');
export const overflowed = ended('overflowed');
export const timedOut = ended('timed_out');
export const closed = ended('closed');
export const vanished = ended('unknown');
export const waitMs = count('visits', (v) => v.waitMs);

export const arrivals = count('arrivals', () => 1);

export const waiting = count('waiting', () => 1);
export const overdue = count('waiting', (v) => when(v.waitedMs > v.thresholdMs));

const session = (outcome: SessionOutcome): Counter<'sessions'> => count('sessions', (s) => when(s.outcome === outcome));
const directSession = (outcome: SessionOutcome): Counter<'sessions'> =>
  count('sessions', (s) => when(s.direct && s.outcome === outcome));

export const resolved = session('resolved');
export const handedOver = session('handed_over');
export const leftAssistant = session('left');
export const resolvedDirect = directSession('resolved');
export const handedOverDirect = directSession('handed_over');
export const leftDirect = directSession('left');
export const direct = count('sessions', (s) => when(s.direct));
export const recontacted = count('recontacts', (s) => when(s.resolved && s.returned));
export const recontactedDirect = count('recontacts', (s) => when(s.direct && s.resolved && s.returned));

export const handled = count('talks', () => 1);
export const talkMs = count('talks', (t) => t.talkMs);
export const wrapMs = count('wraps', (w) => w.wrapMs);

export const signedIn = count('agents', (a) => when(a.state !== 'offline'));
export const agentsIn = (state: AgentState): Counter<'agents'> => count('agents', (a) => when(a.state === state));

/** Serves customers, or could in a moment. */
const isServing = ({ state, serves }: PresentAgent): boolean =>
  serves && state !== 'offline' && state !== 'break' && state !== 'unknown';
export const serving = count('agents', (a) => when(isServing(a)));
/** How many contacts they serve at once. */
export const servers = count('agents', (a) => (isServing(a) ? Math.max(1, a.slots.total) : 0));
