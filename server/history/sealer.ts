// Moves what is over from the engine to the shelf: contacts that nothing was heard of for days, into the days on which
// something of them counts. So what the engine keeps stays small, however long history is.
import type { Engine } from '#core/engine.ts';
import type { Floor } from '#core/floor/floor.ts';
import { isOver, type Cuts } from '#core/floor/over.ts';
import { dayOf, daysOf } from '#core/floor/tell-day.ts';
import type { Shelf } from './shelf.ts';

/** A log that begins with a date of the last century makes no shelf of empty days. */
const MOST_DAYS = 400;

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
  // People were there, and streams, whether or not anybody called.
  const end = dayOf(cuts.seenBefore);
  const first = since > 0 ? dayOf(since) : Math.min(dayOf(firstWord(floor)), ...byDay.keys());
  for (let day = Math.max(first, end - MOST_DAYS); day < end; day++) if (!byDay.has(day)) byDay.set(day, []);
  return byDay;
}

/** When the first thing was told of a person or a stream, epoch ms; Infinity = nothing. */
function firstWord({ agents, streams }: Floor<unknown>): number {
  let first = Infinity;
  for (const { states } of agents.all.values()) if (states.length > 0) first = Math.min(first, states.at(0));
  for (const { samples } of streams.all.values()) if (samples.length > 0) first = Math.min(first, samples.at(0));
  return first;
}
