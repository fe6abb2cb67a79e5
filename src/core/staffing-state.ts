// What staffing is computed from: load, patience and people of the last minutes.
import { abandoned, arrivals, handled, servers, serving, talkMs, waiting, waitMs, wrapMs } from './counts.ts';
import { erlangA, requiredServers } from './staffing.ts';

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
  return stateOfCounts(staffingCounts(sums), spanS);
}

/** The same from the counts that the server tells with each of these numbers. */
export function stateOfCounts(counts: Record<string, number>, spanS: number): StaffingState | null {
  const { arrivals = 0, handled = 0, handlingSeconds = 0, abandoned = 0, waitSeconds = 0 } = counts;
  if (arrivals === 0 || handled === 0 || spanS === 0) return null;
  const deviation = Math.sqrt(arrivals);
  return {
    perSecond: {
      low: Math.max(0, arrivals - deviation) / spanS,
      mean: arrivals / spanS,
      high: (arrivals + deviation) / spanS,
    },
    handleS: handlingSeconds / handled,
    patienceS: abandoned === 0 || waitSeconds === 0 ? null : waitSeconds / abandoned,
    servers: counts.servers ?? 0,
    present: counts.present ?? 0,
    waiting: counts.waiting ?? 0,
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

export interface Range {
  value: number;
  low: number;
  high: number;
}

/** The least people that meet the target, for the load as counted and one deviation to either side. */
export function requiredPeople(state: StaffingState, thresholdS: number, target: number): Range {
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

/**
 * Seconds that the next to arrive waits: by Erlang A; where nobody gave up, by how many wait before them.
 * @returns null where nobody serves
 */
export function expectedWait(state: StaffingState, thresholdS: number): Range | null {
  if (state.servers === 0) return null;
  return state.patienceS === null ? byQueueLength(state) : bySteadyState(state, state.patienceS, thresholdS);
}

function bySteadyState(state: StaffingState, patienceS: number, thresholdS: number): Range {
  const { handleS, servers } = state;
  const at = (perSecond: number) =>
    perSecond === 0 ? 0 : erlangA({ perSecond, handleS, patienceS, servers, thresholdS }).waitS;
  return { value: at(state.perSecond.mean), low: at(state.perSecond.low), high: at(state.perSecond.high) };
}

function byQueueLength({ waiting, handleS, servers }: StaffingState): Range {
  const ahead = waiting + 1;
  const at = (people: number) => (Math.max(0, people) * handleS) / servers;
  return { value: at(ahead), low: at(ahead - Math.sqrt(ahead)), high: at(ahead + Math.sqrt(ahead)) };
}
