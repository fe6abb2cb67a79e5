// A log of one day of a big floor, five million events, made once and kept: the simulated floor's own events, told as if
// they were real, through the log's own writer.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '#core/event.ts';
import { EventLog } from '../../server/log/event-log.ts';
import { createFloor } from '../../server/simulation/floor.ts';

const DAY_MS = 24 * 3_600_000;
const STEP_MS = 60_000;
const AT_ONCE = 4;

/**
 * @param agents on the roster: 2 400 make more than five million events a day
 * @returns data folder: events.db and nothing else
 */
export async function fullDay(events: number, agents = 2400): Promise<string> {
  const folder = join(tmpdir(), `tablo-bench-day-${events}-${new Date().toISOString().slice(0, 10)}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  const log = await EventLog.open(unfinished);
  await write(log, events, agents);
  await log.close();
  rmSync(join(unfinished, 'lock.db'));
  renameSync(unfinished, folder);
  return folder;
}

async function write(log: EventLog, most: number, agents: number): Promise<void> {
  const startAt = Date.now() - DAY_MS;
  const timeline = { realStartAt: startAt, worldStartAt: startAt, speed: 1 };
  const chosen = { source: 'bench', generation: 'g', seed: '1', timeline, agents, load: 1, incident: 'none' as const };
  const floor = createFloor(chosen);
  const writing: Promise<unknown>[] = [];
  let written = 0;
  for (let at = startAt + STEP_MS; written < most; at += STEP_MS) {
    if (at > startAt + DAY_MS)
      throw new Error(`a day of ${agents} agents has ${written} events only; take more agents`);
    const events = floor.run(at, Infinity).slice(0, most - written);
    written += events.length;
    writing.push(log.append(rowsOf(events, at)));
    if (writing.length >= AT_ONCE) await writing.shift();
  }
  await Promise.all(writing);
}

function rowsOf(events: readonly CloudEvent[], recordedAt: number): Parameters<EventLog['append']>[0] {
  return {
    sources: events.map(({ source }) => source),
    ids: events.map(({ id }) => id),
    recordedAt,
    simulated: new Uint8Array(events.length),
    bodies: events.map(({ simulated: _, ...event }) => JSON.stringify(event)),
  };
}
