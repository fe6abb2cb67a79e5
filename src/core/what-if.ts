// Staffing with people moved: what wait, service level and gap would be by the same formulas as the server's numbers,
// from the counts of a reading of staff.required, staff.gap or wait.expected. For nobody moved it is what those say.
import { erlangA, erlangC } from './staffing.ts';
import { expectedWait, requiredPeople, stateOfCounts, type Range, type StaffingState } from './staffing-state.ts';

export interface Promised {
  /** T: an answer within it is in time, s */
  thresholdS: number;
  /** share of the arrivals to be answered within T, 0–1 */
  target: number;
}

export interface WhatIf {
  /** people that there would be */
  present: number;
  required: Range;
  /** people short, below 0 to spare */
  gap: Range;
  /** seconds, of the next to arrive; null where nobody would be there */
  waitS: Range | null;
  /** share of arrivals answered within T; null where nobody gives up and more come than can be served */
  serviceLevel: Range | null;
}

/** Those metrics look back so long, s. */
const SPAN_S = 900;

/**
 * @param counts of the reading @param move people who come (above 0) or go
 * @returns null where there is nothing to compute from
 */
export function whatIf(counts: Record<string, number>, move: number, { thresholdS, target }: Promised): WhatIf | null {
  const now = stateOfCounts(counts, SPAN_S);
  if (!now) return null;
  const then = moved(now, move);
  const required = requiredPeople(now, thresholdS, target);
  const { present } = then;
  return {
    present,
    required,
    gap: { value: required.value - present, low: required.low - present, high: required.high - present },
    waitS: expectedWait(then, thresholdS),
    serviceLevel: serviceLevelOf(then, thresholdS),
  };
}

/** Who comes serves as many at once as those who are there do on average. */
function moved(state: StaffingState, move: number): StaffingState {
  if (move === 0) return state;
  const present = Math.max(0, state.present + move);
  const each = state.present === 0 ? 1 : state.servers / state.present;
  return { ...state, present, servers: Math.round(present * each) };
}

function serviceLevelOf({ perSecond, handleS, patienceS, servers }: StaffingState, thresholdS: number): Range | null {
  if (servers === 0) return null;
  const at = (rate: number): number | null => {
    if (rate === 0) return 1;
    const load = { perSecond: rate, handleS, thresholdS, servers };
    const found = patienceS === null ? erlangC(load) : erlangA({ ...load, patienceS });
    return found && found.serviceLevel;
  };
  const value = at(perSecond.mean);
  // The more come, the fewer are answered in time.
  return value === null ? null : { value, low: at(perSecond.high) ?? 0, high: at(perSecond.low) ?? 1 };
}
