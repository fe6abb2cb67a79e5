// The parts of one simulated world as its modules see them. `floor.ts` puts them together.
import type { Agenda } from './agenda.ts';
import type { QueueId, SiteId } from './places.ts';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import type { Agent, Contact, Line, Pool } from './scene.ts';

export interface World {
  agenda: Agenda;
  random: Random;
  recorder: Recorder;
  pools: Pool[];
  lines: Line[];
  /** requests of an average day */
  requestsPerDay: number;
  /** how much of what the roster is made for comes in */
  load: number;
  /** puts a contact into a queue of its site (waiting.ts) */
  enter(contact: Contact, queue: QueueId, priority?: number): void;
  /** gives an agent with a free slot what waits for one, if anything does (service.ts) */
  feed(agent: Agent): void;
}

export function lineOf(world: World, queue: QueueId, site: SiteId): Line {
  return world.lines.find((line) => line.queue === queue && line.site === site) as Line;
}
