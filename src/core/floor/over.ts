// What an engine may let go: what is over, and was not heard of for long.
import type { Floor } from './floor.ts';

/** Levels are held: what a day begins with depends on the minute before it. */
export const LOOK_BACK_MS = 120_000;

/** Epoch ms. What was heard of later stays. */
export interface Cuts {
  /** of what is over; nothing of it may count from then on either */
  seenBefore: number;
  /** of what is simulated, over or not */
  simulatedSeenBefore: number;
  /** of what is not over, as a visit that waits */
  openSeenBefore: number;
}

/** Whether a contact, with all that hangs on it, may be let go. @param row of it */
export function isOver(floor: Floor<unknown>, row: number, cuts: Cuts): boolean {
  const { seenAt, simulated } = floor.contacts.table.col;
  if (simulated[row] === 1) return seenAt[row] < cuts.simulatedSeenBefore;
  if (seenAt[row] < cuts.openSeenBefore) return true;
  return seenAt[row] < cuts.seenBefore && !isWaiting(floor, row) && lastOf(floor, row) < cuts.seenBefore - LOOK_BACK_MS;
}

function lastOf(floor: Floor<unknown>, row: number): number {
  let last = 0;
  for (const at of instantsOf(floor, row)) if (at > last) last = at;
  return last;
}

function isWaiting({ visits }: Floor<unknown>, row: number): boolean {
  const { enteredAt, endedAt } = visits.table.col;
  for (const visit of visits.of(row)) if (enteredAt[visit] !== 0 && endedAt[visit] === 0) return true;
  return false;
}

/** When something of a contact counts, epoch ms. */
export function* instantsOf(
  { contacts, visits, sessions, surveys, sales }: Floor<unknown>,
  row: number,
): Generator<number> {
  const { startedAt, endedAt } = contacts.table.col;
  if (startedAt[row] !== 0) yield startedAt[row];
  if (endedAt[row] !== 0) yield endedAt[row];
  const { col } = visits.table;
  for (const visit of visits.of(row))
    for (const at of [col.enteredAt[visit], col.endedAt[visit], col.talkedAt[visit], col.wrappedAt[visit]])
      if (at !== 0) yield at;
  for (const session of sessions.of(row)) yield sessions.table.col.eventAt[session];
  for (const response of surveys.of(row)) yield surveys.table.col.givenAt[response];
  for (const sale of sales.of(row)) yield sales.table.col.eventAt[sale];
}
