// The simulated floor put together: the same seed and start give the same events, byte for byte, however it is run.
import type { CloudEvent } from '#core/event.ts';
import { Agenda } from './agenda.ts';
import { startDemand } from './demand.ts';
import { planIncidents } from './incidents.ts';
import { REQUESTS_PER_AGENT } from './profile.ts';
import { Random } from './random.ts';
import { Recorder, worldOf, type Timeline } from './recorder.ts';
import { createRoster } from './roster.ts';
import { layOut } from './scene.ts';
import { feed } from './service.ts';
import { startShifts } from './shifts.ts';
import { startStreams } from './streams.ts';
import { enter } from './waiting.ts';
import type { World } from './world.ts';

export interface FloorSettings {
  source: string;
  /** short and unlike that of any floor before it: leads every id */
  generation: string;
  seed: string;
  timeline: Timeline;
  agents: number;
  load: number;
  /** real instant, epoch ms */
  incident: 'none' | 'auto' | { outageAt: number };
}

export interface Floor {
  /** What happens up to a real instant, in time order; stops early soon after `limit` events. */
  run(untilAt: number, limit: number): CloudEvent[];
}

export function createFloor(settings: FloorSettings): Floor {
  const { source, generation, seed, timeline, agents, load, incident } = settings;
  const recorder = new Recorder(source, generation, timeline);
  const world: World = {
    ...layOut(createRoster(agents).agents),
    agenda: new Agenda(timeline.worldStartAt),
    random: new Random(`${seed}/${timeline.worldStartAt}`),
    recorder,
    requestsPerDay: agents * REQUESTS_PER_AGENT,
    load,
    enter: (contact, queue, priority) => enter(world, contact, queue, priority),
    feed: (agent) => feed(world, agent),
  };
  startShifts(world);
  const mode = typeof incident === 'string' ? incident : { outageAt: worldOf(timeline, incident.outageAt) };
  startDemand(world, planIncidents(world, mode));
  startStreams(world);
  return {
    run(untilAt, limit) {
      world.agenda.run(worldOf(timeline, untilAt), () => recorder.pending >= limit);
      return recorder.take();
    },
  };
}
