// From when on a floor knows anything.
import type { Engine } from './engine.ts';
import { MINUTE_MS } from './floor/timeline.ts';

/** The earliest that is known, to the minute, epoch ms; null when nothing is. */
export function beginningOf({ floor, elsewhere }: Engine): number | null {
  let first = elsewhere?.beginning() ?? Infinity;
  const see = (at: number): void => {
    if (at < first) first = at;
  };
  const { visits, sessions, surveys, sales, agents, sources } = floor;
  for (const { minutes } of [visits.entered, visits.ended, sessions.ended, surveys.given, sales.told])
    for (const number of minutes.keys()) see(number * MINUTE_MS);
  for (const { states } of agents.all.values()) if (states.length > 0) see(states.at(0));
  for (const { statuses } of sources.values()) if (statuses.length > 0) see(statuses.at(0));
  return first === Infinity ? null : first;
}
