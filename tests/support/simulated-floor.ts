// Runs the simulated floor over a stretch of time, and reads from its events alone what happened in its queues.
import type { CloudEvent } from '#core/event.ts';
import { createFloor, type FloorSettings } from '../../server/simulation/floor.ts';

/** Wednesday, 10:30 in Moscow */
export const MORNING = Date.UTC(2025, 5, 4, 7, 30);
export const MINUTE = 60_000;

export function settings(over: Partial<FloorSettings> = {}): FloorSettings {
  const timeline = { realStartAt: MORNING, worldStartAt: MORNING, speed: 1 };
  return { source: 'floor', generation: 'g', seed: '1', timeline, agents: 2000, load: 1, incident: 'none', ...over };
}

export function simulate(minutes: number, over: Partial<FloorSettings> = {}, step = minutes): CloudEvent[] {
  const chosen = settings(over);
  const floor = createFloor(chosen);
  const events: CloudEvent[] = [];
  for (let at = step; at <= minutes; at += step) {
    for (const event of floor.run(chosen.timeline.realStartAt + at * MINUTE, Infinity)) events.push(event);
  }
  return events;
}

export interface SeenVisit {
  id: string;
  queue: string;
  site: string;
  priority: number;
  queuedAt: number;
  firstOfferAt: number | null;
  endedAt: number | null;
  /** answered, or the reason of leaving */
  how: string | null;
}

export function visitsIn(events: readonly CloudEvent[]): SeenVisit[] {
  const visits = new Map<string, SeenVisit>();
  for (const event of events) {
    const data = event.data as Record<string, string> & { priority?: number };
    const at = Date.parse(event.time);
    const visit = visits.get(data.visit);
    if (event.type === 'contact.queued') {
      const { visit: id, queue, site, priority = 0 } = data;
      visits.set(id, { id, queue, site, priority, queuedAt: at, firstOfferAt: null, endedAt: null, how: null });
    } else if (event.type === 'offer.started' && visit) visit.firstOfferAt ??= at;
    else if (event.type === 'contact.answered' && visit) [visit.endedAt, visit.how] = [at, 'answered'];
    else if (event.type === 'contact.left' && visit) [visit.endedAt, visit.how] = [at, data.reason];
  }
  return [...visits.values()];
}

/** Seconds; of the visits answered in [from, to). */
export function asaOf(visits: readonly SeenVisit[], from: number, to: number): number {
  const waits = visits
    .filter(
      (visit) => visit.how === 'answered' && visit.endedAt !== null && visit.endedAt >= from && visit.endedAt < to,
    )
    .map((visit) => (visit.endedAt as number) - visit.queuedAt);
  return waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 1000;
}
