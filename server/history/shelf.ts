// The shelf: days that the engine let go, each a floor in a file, opened when somebody asks for it. Together with the
// engine they answer for any moment that is kept.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '#core/engine.ts';
import type { FloorDump, KeptDump } from '#core/floor/dump.ts';
import type { Floor } from '#core/floor/floor.ts';
import { renameAgents } from '#core/floor/rename-agents.ts';
import { contactsIn, RETURN_MS, tellContacts, tellPeople } from '#core/floor/tell-day.ts';
import type { Watch } from '#core/floor/timeline.ts';
import { spanOfUtcDay } from '#core/floor/utc-day.ts';
import type { ErasedAgents } from '../privacy/erased-agents.ts';
import { openFloor, writeFloor } from './floor-file.ts';
import { PastCounts } from './past-counts.ts';
import type { RollUps } from './roll-ups.ts';

export interface ShelvedDay {
  /** its name in the folder `days` */
  file: string;
  /** when the newest of it was heard of, epoch ms */
  seenAt: number;
}

interface OpenDay {
  engine: Engine;
  /** contacts of the live engine, rows, that it was told: one may turn out to be of another day */
  told: Set<number>;
  /** whether it knows all that the live engine knows of it */
  isTold: boolean;
}

/** A file of the shelf that can't be used: all of it has to be made again from the log. */
export class DamagedDay extends Error {}

/** Days that are open at once; a day of a big floor is a quarter of a gigabyte. */
const MOST_OPEN = 3;

export class Shelf {
  /** by number of the day since the epoch, UTC */
  days: ReadonlyMap<number, ShelvedDay> = new Map();
  readonly #folder: string;
  readonly #live: Engine;
  readonly #rollUps: RollUps;
  readonly #erased: ErasedAgents | undefined;
  /** the least recently asked first */
  readonly #open = new Map<number, OpenDay>();
  /** what the live engine heard since it was last asked */
  readonly #heard: Watch;

  constructor(folder: string, live: Engine, rollUps: RollUps, erased?: ErasedAgents) {
    this.#folder = join(folder, 'days');
    this.#live = live;
    this.#rollUps = rollUps;
    this.#heard = live.watchAll();
    this.#erased = erased;
    live.elsewhere = new PastCounts(this, rollUps, live, null);
  }

  /** Who has the facts of a day: an open day with what the engine still knows, or heard since, of it. @throws DamagedDay */
  engineOf(day: number): Engine {
    if (!this.days.has(day)) return this.#live;
    this.#noteHeard();
    const open = this.#open.get(day) ?? { engine: this.#opened(day), told: new Set(), isTold: false };
    if (!open.isTold) {
      const { floor } = this.#live;
      const span = spanOfUtcDay(day);
      for (const row of contactsIn(floor, span)) open.told.add(row);
      tellContacts(floor, open.engine.floor, span, open.told);
      open.isTold = true;
    }
    this.#open.delete(day);
    this.#open.set(day, open);
    for (const oldest of this.#open.keys()) if (this.#open.size > MOST_OPEN) this.#open.delete(oldest);
    return open.engine;
  }

  /**
   * Adds what the engine knows of these contacts to a day, in a new file; the old one stays for whoever needs it.
   * @param contacts rows
   * @param generation tells it from other files of that day
   * @throws DamagedDay, or what the file system says
   */
  add(day: number, contacts: readonly number[], generation: number): ShelvedDay {
    const engine = this.read(day);
    const { floor } = this.#live;
    tellPeople(floor, engine.floor, spanOfUtcDay(day));
    tellContacts(floor, engine.floor, spanOfUtcDay(day), contacts);
    mkdirSync(this.#folder, { recursive: true });
    const file = `${nameOf(day)}.${generation}.floor`;
    writeFloor(join(this.#folder, file), { day }, engine.floor.dump());
    const { seenAt } = floor.contacts.table.col;
    const newestAt = contacts.reduce((newest, row) => Math.max(newest, seenAt[row]), spanOfUtcDay(day).toAt);
    return { file, seenAt: Math.max(newestAt, this.days.get(day)?.seenAt ?? 0) };
  }

  /** These days are what is on the shelf from now on. */
  replace(days: ReadonlyMap<number, ShelvedDay>): void {
    this.days = days;
    this.#open.clear();
  }

  /** Names of days' files that are not there. */
  missing(): string[] {
    return [...this.days.values()].map(({ file }) => file).filter((file) => !existsSync(join(this.#folder, file)));
  }

  /** Removes the files that are not on the shelf. */
  tidy(): void {
    if (!existsSync(this.#folder)) return;
    const needed = new Set([...this.days.values()].map(({ file }) => file));
    for (const file of readdirSync(this.#folder)) if (!needed.has(file)) rmSync(join(this.#folder, file));
  }

  /** What was heard late of a day, or of who came back after it, is told to it when it is asked next. */
  #noteHeard(): void {
    const { floor } = this.#live;
    // People are told when a day is opened: a late word of them opens it again.
    if (floor.toldFrom < spanOfUtcDay(Math.max(...this.days.keys())).toAt) this.#open.clear();
    floor.toldFrom = Infinity;
    const heardFrom = this.#heard.take();
    for (const [day, open] of this.#open) if (heardFrom < spanOfUtcDay(day).toAt + RETURN_MS) open.isTold = false;
  }

  #opened(day: number): Engine {
    const engine = this.#engineWith(day, dumpAskedOf);
    tellPeople(this.#live.floor, engine.floor, spanOfUtcDay(day));
    // The same set: what comes late from now on is known of this day, too.
    engine.floor.revised = this.#live.floor.revised;
    engine.elsewhere = new PastCounts(this, this.#rollUps, this.#live, day);
    return engine;
  }

  /** A day as it lies on the shelf, all of it; an empty one when it does not. @throws DamagedDay */
  read(day: number): Engine {
    return this.#engineWith(day, dumpIn);
  }

  #engineWith(day: number, read: (file: string) => KeptDump): Engine {
    const engine = new Engine(this.#live.metrics, this.#live.directory);
    const shelved = this.days.get(day);
    if (shelved) {
      engine.restore(read(join(this.#folder, shelved.file)));
      renameAgents(engine.floor, (id) => this.#erased?.readAs(id) ?? null);
    }
    tellNames(this.#live.floor, engine.floor);
    return engine;
  }
}

/** What is known of places is known of all days. */
function tellNames(from: Floor<unknown>, to: Floor<unknown>): void {
  for (const part of ['queues', 'sites', 'teams'] as const)
    for (let number = 1; number < from[part].size; number++) to[part].number(from[part].text(number));
  for (const [queue, channel] of from.queueChannels) to.queueChannels.set(queue, channel);
}

/** @throws DamagedDay */
function dumpIn(file: string): FloorDump {
  const opened = openFloor(file);
  if (!opened.ok) throw new DamagedDay(opened.problem.message);
  try {
    const dump = opened.value.read();
    if (!dump.ok) throw new DamagedDay(dump.problem.message);
    return dump.value;
  } finally {
    opened.value.close();
  }
}

/** Of a big day a question needs less than half. Damage throws DamagedDay when it is come upon. */
function dumpAskedOf(file: string): KeptDump {
  const opened = openFloor(file);
  if (!opened.ok) throw new DamagedDay(opened.problem.message);
  return opened.value.readLater((message) => new DamagedDay(message));
}

/** "2026-11-22" */
const nameOf = (day: number): string => new Date(spanOfUtcDay(day).fromAt).toISOString().slice(0, 10);
