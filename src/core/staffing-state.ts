// What staffing is computed from: load, patience and people of the last minutes.
import { abandoned, arrivals, handled, servers, serving, talkMs, waiting, waitMs, wrapMs } from './counts.ts';
import { requiredServers } from './staffing.ts';

export const STAFFING_SUMS = {
  arrivals,
  handled,
  talkMs,
  wrapMs,
  abandoned,
  waitMs,
  servers,
  present: serving,
  waiting,
};

export interface StaffingState {
  /** arrivals a second: as counted, and one deviation (Poisson) to either side */
  perSecond: { low: number; mean: number; high: number };
  handleS: number;
  /** mean patience, waiting ÷ abandons; null = nobody gave up, so it can't be told */
  patienceS: number | null;
  /** contacts that the people present serve at once */
  servers: number;
  /** people */
  present: number;
  waiting: number;
}

/** @returns null where there is nothing to compute from: nobody came, or nobody was served */
export function staffingState(sums: Record<keyof typeof STAFFING_SUMS, number>, spanS: number): StaffingState | null {
  if (sums.arrivals === 0 || sums.handled === 0 || spanS === 0) return null;
  const deviation = Math.sqrt(sums.arrivals);
  return {
    perSecond: {
      low: Math.max(0, sums.arrivals - deviation) / spanS,
      mean: sums.arrivals / spanS,
      high: (sums.arrivals + deviation) / spanS,
    },
    handleS: (sums.talkMs + sums.wrapMs) / 1000 / sums.handled,
    patienceS: sums.abandoned === 0 || sums.waitMs === 0 ? null : sums.waitMs / 1000 / sums.abandoned,
    servers: sums.servers,
    present: sums.present,
    waiting: sums.waiting,
  };
}

/** The counts behind, for "why". */
export function staffingCounts(sums: Record<keyof typeof STAFFING_SUMS, number>): Record<string, number> {
  const { arrivals, handled, talkMs, wrapMs, abandoned, waitMs, servers, present, waiting } = sums;
  return {
    arrivals,
    handled,
    handlingSeconds: (talkMs + wrapMs) / 1000,
    abandoned,
    waitSeconds: waitMs / 1000,
    present,
    servers,
    waiting,
  };
}

interface People {
  value: number;
  low: number;
  high: number;
}

/** The least people that meet the target, for the load as counted and one deviation to either side. */
export function requiredPeople(state: StaffingState, thresholdS: number, target: number): People {
  const { handleS, patienceS, present, servers } = state;
  const slotsEach = present === 0 ? 1 : servers / present;
  const at = (perSecond: number): number => {
    if (perSecond === 0) return 0;
    const people = requiredServers({ perSecond, handleS, patienceS, thresholdS, target }) / slotsEach;
    // What is rounded up from just below nought is −0.
    return Math.max(0, Math.ceil(people - 1e-9));
  };
  const { low, mean, high } = state.perSecond;
  return { value: at(mean), low: at(low), high: at(high) };
}
