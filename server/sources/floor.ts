// The simulated floor of the reference operator: runs the world of server/simulation against our clock. A floor lives as
// long as its process: after a restart a new one says that whatever the old one left open is over.
import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import type { CloudEvent } from '#core/event.ts';
import { createFloor, type FloorSettings } from '../simulation/floor.ts';
import { hourToday } from '../simulation/curve.ts';
import { OPERATOR } from '../simulation/operator.ts';
import { REFERENCE_AGENTS } from '../simulation/roster.ts';
import { surveyHistory } from '../simulation/surveys.ts';
import { defineSource, type SourceContext } from '../source.ts';

const MINUTE_MS = 60_000;
const HISTORY_MS = 7 * 24 * 60 * MINUTE_MS;
/** A batch on the way into the log; the simulation stops a little above what it is asked for. */
const BATCH = 1900;
const TICK_MS = 100;
/** How far ahead of what happened the floor says that it will have spoken: kept on disk, so renewed seldom. */
const LEASE_MS = 10_000;
/** With `incident: now` the outage is this old when the floor goes live. */
const INCIDENT_AGE_MS = 5 * MINUTE_MS;

const OPTIONS = z.strictObject({
  seed: z.number().int().default(1).describe('the same seed and start give the same events'),
  speed: z
    .number()
    .min(1)
    .max(600)
    .default(1)
    .describe(
      'a time-compressed world: everything in it is so many times as fast, a day passes in 24 h ÷ speed; event times are real',
    ),
  agents: z
    .number()
    .int()
    .min(12)
    .max(20_000)
    .default(REFERENCE_AGENTS)
    .describe('people on the roster; requests follow'),
  backfillMinutes: z
    .number()
    .min(0)
    .max(1440)
    .default(90)
    .describe("how much of the world's past the floor starts with"),
  load: z.number().min(0.1).max(3).default(1).describe('how much comes in, against what the roster is made for'),
  incident: z
    .enum(['none', 'auto', 'now'])
    .default('auto')
    .describe('auto: a few outages a day; now: a network outage is on as the floor goes live'),
  hour: z
    .number()
    .min(0)
    .lt(24)
    .optional()
    .describe("the floor's local hour as it goes live, whatever the real one is"),
});
type Options = z.infer<typeof OPTIONS>;

/** Nothing that a floor said is later than this, epoch ms. */
const MEMORY = z.object({ until: z.number() }).nullable().catch(null);

export default defineSource<Options>({
  about: 'a simulated operator of 2 000 people, marked as such',
  options: OPTIONS,
  gives: 'anything',
  directory: OPERATOR,
  async *events(options, context) {
    const liveAt = context.now();
    const memory = MEMORY.parse(context.recall());
    const closedAt = memory && Math.min(memory.until, liveAt);
    const startAt = Math.max(liveAt - (options.backfillMinutes * MINUTE_MS) / options.speed, (closedAt ?? 0) + 1);
    const settings = settingsOf(options, context.name, startAt, liveAt);
    const lease = leaseOf(context);
    await lease(liveAt);
    if (closedAt !== null) yield [closing(settings, closedAt)];
    else yield* surveysBefore(settings);
    yield* live(settings, context, lease);
  },
});

async function* live(
  settings: FloorSettings,
  context: SourceContext,
  lease: Lease,
): AsyncGenerator<CloudEvent[], void, void> {
  const floor = createFloor(settings);
  while (!context.signal.aborted) {
    const now = context.now();
    await lease(now);
    const batch = floor.run(now, BATCH);
    if (batch.length > 0) yield batch;
    // behind our clock: on at once, but others get their turn
    if (batch.length >= BATCH) await breathe();
    else await context.sleep(TICK_MS);
  }
}

function settingsOf(options: Options, source: string, startAt: number, liveAt: number): FloorSettings {
  const { seed, speed, agents, load, hour } = options;
  const worldLiveAt = hour === undefined ? liveAt : hourToday(liveAt, hour);
  return {
    source,
    generation: liveAt.toString(36),
    seed: String(seed),
    timeline: { realStartAt: startAt, worldStartAt: worldLiveAt - (liveAt - startAt) * speed, speed },
    agents,
    load,
    incident: options.incident === 'now' ? { outageAt: liveAt - INCIDENT_AGE_MS / speed } : options.incident,
  };
}

/** Hour by hour before the floor itself begins: the NPS has a trend from the first minute on. */
function* surveysBefore({ source, generation, seed, timeline, agents }: FloorSettings): Generator<CloudEvent[]> {
  const toAt = timeline.realStartAt;
  const size = agents / REFERENCE_AGENTS;
  yield* surveyHistory({ source, generation, seed, fromAt: toAt - HISTORY_MS, toAt, size });
}

/** The floor before this one is gone: nobody waits any more, nobody is there. */
function closing({ source, generation }: FloorSettings, closedAt: number): CloudEvent {
  const asof = new Date(closedAt).toISOString();
  const data = { scope: 'all', asof, complete: true, waiting: [], agents: [] };
  return {
    specversion: '1.0',
    id: `${generation}-closing`,
    source,
    type: 'snapshot',
    time: asof,
    simulated: 'true',
    data,
  };
}

type Lease = (now: number) => Promise<void>;

function leaseOf(context: SourceContext): Lease {
  let until = -Infinity;
  return async (now) => {
    if (now < until - LEASE_MS / 2) return;
    until = now + LEASE_MS;
    await context.remember({ until });
  };
}
