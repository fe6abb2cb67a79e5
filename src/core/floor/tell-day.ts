// One floor tells another all that a day is described by. The other may know part of it already.
import type { Span } from '../window.ts';
import type { Floor } from './floor.ts';
import { instantsOf, LOOK_BACK_MS } from './over.ts';
import { retellCallback, retellContact, retellStart } from './retell.ts';
import { DAY_MS, utcDayOf } from './utc-day.ts';

/** How long after its end a contact is asked whether its customer came back. */
export const RETURN_MS = 8 * DAY_MS;

/** What is no contact: people, streams, promised calls. */
export function tellPeople(from: Floor<unknown>, to: Floor<unknown>, day: Span): void {
  from.agents.tellDay(to.agents, day);
  from.streams.tellDay(to.streams, day);
  const { askedAt, closedAt } = from.callbacks.table.col;
  for (const row of from.callbacks.ids.rows())
    if (askedAt[row] < day.toAt && (closedAt[row] === 0 || closedAt[row] >= day.fromAt))
      for (const fact of retellCallback(from, row)) to.hear(fact);
}

/** @param contacts rows, as those that `daysOf` says touch the day */
export function tellContacts(from: Floor<unknown>, to: Floor<unknown>, day: Span, contacts: Iterable<number>): void {
  const { startedAt } = from.contacts.table.col;
  for (const row of contacts) {
    for (const fact of retellContact(from, row)) to.hear(fact);
    for (const other of from.contacts.customers.companionsOf(row))
      if (startedAt[other] >= day.fromAt && startedAt[other] < day.toAt + RETURN_MS)
        for (const fact of retellStart(from, other)) to.hear(fact);
  }
}

/** Contacts of which something counts, or that wait, on a day. */
export function contactsIn(floor: Floor<unknown>, day: Span): Set<number> {
  const { fromAt, toAt } = { ...day, fromAt: day.fromAt - LOOK_BACK_MS };
  const { visits, sessions, surveys, sales, contacts } = floor;
  const found = new Set<number>();
  const each = (timeline: { eachMinute: typeof visits.ended.eachMinute }, contactOf: (row: number) => number) =>
    timeline.eachMinute(fromAt, toAt, (_, { rows }) => {
      for (const row of rows) found.add(contactOf(row));
    });
  const ofVisit = (row: number) => visits.table.col.contact[row];
  for (const timeline of [visits.entered, visits.ended, visits.talked, visits.wrapped]) each(timeline, ofVisit);
  each(sessions.ended, (row) => sessions.table.col.contact[row]);
  each(surveys.given, (row) => surveys.table.col.contact[row]);
  each(sales.told, (row) => sales.table.col.contact[row]);
  each(contacts.ended, (row) => row);
  const { enteredAt, endedAt } = visits.table.col;
  for (const row of visits.open.candidates(toAt))
    if (enteredAt[row] < toAt && (endedAt[row] === 0 || endedAt[row] >= fromAt)) found.add(ofVisit(row));
  return found;
}

/** Days (by number since the epoch, UTC) in which something of a contact that is over counts, or it waits. */
export function daysOf(floor: Floor<unknown>, row: number): Set<number> {
  const { visits } = floor;
  const days = new Set<number>();
  for (const at of instantsOf(floor, row)) days.add(utcDayOf(at)).add(utcDayOf(at + LOOK_BACK_MS));
  const { enteredAt, endedAt } = visits.table.col;
  for (const visit of visits.of(row))
    if (enteredAt[visit] !== 0)
      for (let day = utcDayOf(enteredAt[visit]); day <= utcDayOf(endedAt[visit] + LOOK_BACK_MS); day++) days.add(day);
  return days;
}
