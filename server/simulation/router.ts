// Who serves whom: the free agent nearest to a visit, the visit that needs a free agent most. Chooses only.
import type { Agent, Visit } from './scene.ts';

/** A step of priority is worth this much waiting. */
const PRIORITY_MS = 60_000;

/** The agent with most free slots of the nearest pool that may serve a wait this long. */
export function agentFor(visit: Visit, now: number): Agent | null {
  const waitedMs = now - visit.queuedAt;
  for (const { to: pool, afterMs } of visit.line.pools) {
    if (afterMs > waitedMs) return null;
    for (const free of pool.free) if (free.first) return free.first;
  }
  return null;
}

export function visitFor(agent: Agent, now: number): Visit | null {
  let neediest: Visit | null = null;
  let most = -Infinity;
  for (const { to: line, afterMs } of agent.pool.lines) {
    const first = line.waiting.first;
    if (!first || now - first.queuedAt < afterMs) continue;
    const need = now - first.queuedAt - afterMs + first.priority * PRIORITY_MS;
    if (need > most) [neediest, most] = [first, need];
  }
  return neediest;
}

/** Into its line: behind those of its priority, or in front of all after a ring that nobody answered. */
export function lineUp(visit: Visit, again: boolean): void {
  const { waiting } = visit.line;
  let place = again ? null : waiting.last;
  while (place && place.priority < visit.priority) place = place.previous;
  waiting.insertAfter(place, visit);
}
