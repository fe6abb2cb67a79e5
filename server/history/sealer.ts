// Moves what is over from the engine to the shelf: contacts that nothing was heard of for days, into the days on which
// something of them counts. So what the engine keeps stays small, however long history is.
import type { Engine } from '#core/engine.ts';
import type { Floor } from '#core/floor/floor.ts';
import type { History } from '#core/floor/history.ts';
import { isOver, type Cuts } from '#core/floor/over.ts';
import { daysOf } from '#core/floor/tell-day.ts';
import { utcDayOf } from '#core/floor/utc-day.ts';
import type { Shelf } from './shelf.ts';

/**
 * Everything that is over goes to the shelf. Files that it replaces stay until the shelf is tidied.
 * @param cuts `seenBefore` is a midnight, UTC
 * @param since `seenBefore` of the time before; 0 = there was none
 * @param generation tells the new files from those before, and rises
 * @throws what the file system says; nothing is let go then
 */
export function seal(engine: Engine, shelf: Shelf, cuts: Cuts, since: number, generation: number): void {
  const days = new Map(shelf.days);
  for (const [day, contacts] of contactsByDay(engine.floor, cuts, since))
    days.set(day, shelf.add(day, contacts, generation));
  for (const [day, { seenAt }] of days) if (seenAt < cuts.openSeenBefore) days.delete(day);
  engine.floor.forget(cuts);
  shelf.replace(days);
}

/** Rows of contacts that are over, by the days that they belong to, and all days that are over since the time before. */
function contactsByDay(floor: Floor<unknown>, cuts: Cuts, since: number): Map<number, number[]> {
  const byDay = new Map<number, number[]>();
  const { seenAt, simulated } = floor.contacts.table.col;
  for (const row of floor.contacts.ids.rows()) {
    if (simulated[row] === 1 || seenAt[row] < cuts.openSeenBefore || !isOver(floor, row, cuts)) continue;
    for (const day of daysOf(floor, row)) {
      const known = byDay.get(day);
      if (known) known.push(row);
      else byDay.set(day, [row]);
    }
  }
  for (const day of daysOfPeople(floor, cuts, since)) if (!byDay.has(day)) byDay.set(day, []);
  return byDay;
}

/** Days before the cut on which people were there, or streams, whether or not anybody called. */
function daysOfPeople({ agents, streams }: Floor<unknown>, { seenBefore }: Cuts, since: number): Set<number> {
  const histories: History<unknown>[] = [...agents.all.values()].map(({ states }) => states);
  histories.push(...[...streams.all.values()].map(({ samples }) => samples));
  const days = new Set<number>();
  let first = Infinity;
  for (const words of histories) {
    if (words.length > 0) first = Math.min(first, utcDayOf(words.at(0)));
    for (let place = 0; place < words.length; place++)
      if (words.seenAt(place) < seenBefore && words.at(place) < seenBefore) days.add(utcDayOf(words.at(place)));
  }
  // Who changed nothing all day was there, too.
  if (since > 0) for (let day = Math.max(first, utcDayOf(since)); day < utcDayOf(seenBefore); day++) days.add(day);
  return days;
}
