// Counters that several metrics share: the same function is counted once for all of them.
import type { EndedSession, EndedVisit, PresentAgent } from './metric.ts';

const when = (condition: boolean): number => (condition ? 1 : 0);

export const offered = (): number => 1;
export const answered = (v: EndedVisit): number => when(v.outcome === 'answered');
export const answeredWithinT = (v: EndedVisit): number => when(v.outcome === 'answered' && v.waitMs <= v.thresholdMs);
export const answeredWaitMs = (v: EndedVisit): number => (v.outcome === 'answered' ? v.waitMs : 0);
export const answeredWait = (v: EndedVisit): number | undefined => (v.outcome === 'answered' ? v.waitMs : undefined);
export const abandoned = (v: EndedVisit): number => when(v.outcome === 'abandoned');
export const abandonedWithinT = (v: EndedVisit): number => when(v.outcome === 'abandoned' && v.waitMs <= v.thresholdMs);
export const abandonedShort = (v: EndedVisit): number => when(v.outcome === 'abandoned' && v.waitMs <= v.shortMs);
export const callbacks = (v: EndedVisit): number => when(v.outcome === 'callback');
export const callbacksWithinT = (v: EndedVisit): number => when(v.outcome === 'callback' && v.waitMs <= v.thresholdMs);
export const overflowed = (v: EndedVisit): number => when(v.outcome === 'overflowed');
export const timedOut = (v: EndedVisit): number => when(v.outcome === 'timed_out');
export const closed = (v: EndedVisit): number => when(v.outcome === 'closed');
export const vanished = (v: EndedVisit): number => when(v.outcome === 'unknown');

export const resolved = (s: EndedSession): number => when(s.outcome === 'resolved');
export const handedOver = (s: EndedSession): number => when(s.outcome === 'handed_over');
export const leftAssistant = (s: EndedSession): number => when(s.outcome === 'left');
export const direct = (s: EndedSession): number => when(s.direct);

export const signedIn = (a: PresentAgent): number => when(a.state !== 'offline');
