// What a floor has heard of at all, as metrics count it: found at once, however large it is.
import type { Floor } from './floor/floor.ts';
import type { Subject } from './metric.ts';

export function heardSubjects<Cell>(floor: Floor<Cell>): Set<Subject> {
  const { visits, sessions, surveys, sales, streams, contacts, agentNames } = floor;
  const { resolved } = contacts.table.col;
  const isHeard: Partial<Record<Subject, boolean>> = {
    visits: visits.table.used > 0,
    talks: visits.table.used > 0,
    wraps: visits.table.used > 0,
    sessions: sessions.table.used > 0,
    responses: surveys.table.used > 0,
    sales: sales.table.used > 0,
    streams: streams.all.size > 0,
    agenttime: agentNames.size > 1,
    // Somebody said whether it was solved.
    ended: resolved.includes(1) || resolved.includes(2),
  };
  const subjects = Object.keys(isHeard) as Subject[];
  return new Set(subjects.filter((subject) => isHeard[subject]));
}
