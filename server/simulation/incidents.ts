// Bad half-hours: an outage, a failed payment run, an app that does not start. Each multiplies what comes in to some
// queues for 20–40 minutes.
import type { QueueId } from './places.ts';
import type { World } from './world.ts';

type Factors = Partial<Record<QueueId, number>>;

const OUTAGE: Factors = { network: 3, tariffs: 1.4, appchat: 1.5 };
const KINDS: readonly Factors[] = [
  OUTAGE,
  { billing: 2.6, appchat: 1.3, telegram: 1.3 },
  { appchat: 2.4, tariffs: 1.3, whatsapp: 1.3 },
  { network: 2.2, devices: 2.2 },
];
const MINUTE_MS = 60_000;
/** of the world's time, from the end of one to the start of the next: about three a day */
const MEAN_PAUSE_MS = 7 * 60 * MINUTE_MS;
/** As a floor begins, it has none: what is seen in a short backfill is a normal hour. */
const CALM_START_MS = 100 * MINUTE_MS;

export interface Incidents {
  /** by how much more than usual comes in */
  factor(queue: QueueId): number;
}

export function planIncidents(world: World, mode: 'none' | 'auto' | { outageAt: number }): Incidents {
  const { agenda } = world;
  const random = world.random.fork('incidents');
  let current: Factors = {};
  const begin = (factors: Factors) => {
    current = factors;
    agenda.after(random.between(20, 40) * MINUTE_MS, () => {
      current = {};
      planNext(0);
    });
  };
  const planNext = (calmMs: number) =>
    agenda.after(calmMs + random.exponential(MEAN_PAUSE_MS), () => begin(random.pick(KINDS)));
  if (mode === 'auto') planNext(CALM_START_MS);
  else if (mode !== 'none') agenda.at(mode.outageAt, () => begin(OUTAGE));
  return { factor: (queue) => current[queue] ?? 1 };
}
