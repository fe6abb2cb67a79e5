// Whom a floor still knows by id although nobody has told of them for long, and nothing that it holds hangs on them.
import type { Floor } from './floor.ts';

/** Agents who have left, and were not heard of since: none of their calls, answers or sales is here any more. */
export function silentAgents(floor: Floor<unknown>, seenBefore: number): Set<string> {
  const { agents, agentNames, contacts, visits, wraps, surveys, sales } = floor;
  const isUsed = new Uint8Array(agentNames.size);
  for (const { table } of [visits, contacts.partings, wraps, surveys, sales])
    for (const number of table.col.agent) isUsed[number] = 1;
  isUsed[0] = 0;
  const silent = new Set<string>();
  for (const id of new Set([...agents.all.keys(), ...agentNames.all()])) {
    const states = agents.all.get(id)?.states;
    const last = (states?.length ?? 0) - 1;
    const hasLeft = !states || last < 0 || (states.seenAt(last) < seenBefore && states.value(last).state === 'offline');
    if (hasLeft && isUsed[agentNames.find(id) ?? 0] === 0) silent.add(id);
  }
  return silent;
}
