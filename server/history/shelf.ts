// The shelf: days that the engine let go, each a floor in a file, opened when somebody asks for it. Together with the
// engine they answer for any moment that is kept.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RowSubject } from '#core/describe.ts';
import type { Elsewhere, Piece } from '#core/elsewhere.ts';
import { Engine } from '#core/engine.ts';
import type { FloorDump } from '#core/floor/dump.ts';
import type { Floor } from '#core/floor/floor.ts';
import { contactsIn, dayOf, spanOfDay, tellContacts, tellPeople } from '#core/floor/tell-day.ts';
import type { Scope } from '#core/scope.ts';
import { Tally } from '#core/tally.ts';
import type { Span } from '#core/window.ts';
import { openFloor, writeFloor } from './floor-file.ts';
import type { RollUps } from './roll-ups.ts';

export interface ShelvedDay {
  /** its name in the folder `days` */
  file: string;
  /** when the newest of it was heard of, epoch ms */
  seenAt: number;
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
  /** the least recently asked first */
  readonly #open = new Map<number, Engine>();

  constructor(folder: string, live: Engine, rollUps: RollUps) {
    this.#folder = join(folder, 'days');
    this.#live = live;
    this.#rollUps = rollUps;
    live.elsewhere = this.#elsewhere(null);
  }

  /** Who knows how things stood just before an instant. @throws DamagedDay */
  engineAt(at: number): Engine {
    const day = dayOf(at - 1);
    return this.days.has(day) ? this.#engine(day) : this.#live;
  }

  /**
   * Adds what the engine knows of these contacts to a day, in a new file; the old one stays for whoever needs it.
   * @param contacts rows
   * @param generation tells it from other files of that day
   * @returns what it is on the shelf, and its floor as far as it is there
   * @throws DamagedDay, or what the file system says
   */
  add(day: number, contacts: readonly number[], generation: number): { shelved: ShelvedDay; engine: Engine } {
    const engine = this.read(day);
    const { floor } = this.#live;
    tellPeople(floor, engine.floor, spanOfDay(day));
    tellContacts(floor, engine.floor, spanOfDay(day), contacts);
    mkdirSync(this.#folder, { recursive: true });
    const file = `${nameOf(day)}.${generation}.floor`;
    writeFloor(join(this.#folder, file), { day }, engine.floor.dump());
    const { seenAt } = floor.contacts.table.col;
    const newestAt = contacts.reduce((newest, row) => Math.max(newest, seenAt[row]), spanOfDay(day).toAt);
    return { shelved: { file, seenAt: Math.max(newestAt, this.days.get(day)?.seenAt ?? 0) }, engine };
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

  /** An open day with what the engine still knows, or heard since, of it. */
  #engine(day: number): Engine {
    const { floor } = this.#live;
    // People are told when a day is opened: a late word of them opens it again.
    if (floor.toldFrom < spanOfDay(Math.max(...this.days.keys())).toAt) this.#open.clear();
    floor.toldFrom = Infinity;
    const span = spanOfDay(day);
    const engine = this.#open.get(day) ?? this.#opened(day);
    tellContacts(floor, engine.floor, span, contactsIn(floor, span));
    this.#open.delete(day);
    this.#open.set(day, engine);
    for (const oldest of this.#open.keys()) if (this.#open.size > MOST_OPEN) this.#open.delete(oldest);
    return engine;
  }

  #opened(day: number): Engine {
    const engine = this.read(day);
    tellPeople(this.#live.floor, engine.floor, spanOfDay(day));
    for (const at of this.#live.floor.revised) engine.floor.revised.add(at);
    engine.elsewhere = this.#elsewhere(day);
    return engine;
  }

  /** A day as it lies on the shelf; an empty one when it does not. @throws DamagedDay */
  read(day: number): Engine {
    const engine = new Engine(this.#live.metrics, this.#live.directory);
    const shelved = this.days.get(day);
    if (shelved) engine.restore(dumpIn(join(this.#folder, shelved.file)));
    tellNames(this.#live.floor, engine.floor);
    return engine;
  }

  /** What others count for the engine of a day; null = for the live one. */
  #elsewhere(own: number | null): Elsewhere {
    // A day that is rolled up is asked for its roll-ups, even by its own engine.
    const isOwn = (day: number) => (own === null ? !this.days.has(day) : day === own && !this.#isRolledUp(day));
    const shelvedIn = (span: Span) => stretches(span).filter(({ day }) => this.days.has(day) && !isOwn(day));
    const liveIn = (span: Span) =>
      own === null ? [] : joined(stretches(span).filter(({ day }) => !this.days.has(day)));
    return {
      own: (span) => (this.days.size === 0 ? [span] : joined(stretches(span).filter(({ day }) => isOwn(day)))),
      totals: (subject, span, scope, asOf) => [
        ...liveIn(span).map((part) => this.#live.ownTotal(subject, part, scope, asOf)),
        ...shelvedIn(span).flatMap((part) => this.#total(part, subject, scope, asOf)),
      ],
      byQueue: (subject, span, scope, asOf) => [
        ...liveIn(span).map((part) => this.#live.ownByQueue(subject, part, scope, asOf)),
        ...shelvedIn(span).map((part) => this.#byQueue(part, subject, scope, asOf)),
      ],
      pieces: (span): Piece[] => [
        ...liveIn(span).map((part) => ({ engine: this.#live, span: part })),
        ...shelvedIn(span).map(({ day, fromAt, toAt }) => ({ engine: this.#engine(day), span: { fromAt, toAt } })),
      ],
      engineAt: (at) => this.engineAt(at),
      beginning: () => (this.days.size === 0 ? null : spanOfDay(Math.min(...this.days.keys())).fromAt),
    };
  }

  #isRolledUp(day: number): boolean {
    const shelved = this.days.get(day);
    return shelved !== undefined && this.#rollUps.has(day, shelved.file);
  }

  #byQueue(part: Stretch, subject: RowSubject, scope: Scope, asOf: number): Map<string, Tally> {
    const isOnlySite = scope.queue === undefined && scope.team === undefined && scope.channel === undefined;
    if (!isOnlySite || !this.#isRolledUp(part.day))
      return this.#engine(part.day).ownByQueue(subject, part, scope, asOf);
    const tallies = new Map<string, Tally>();
    for (const queue of ['', ...this.#live.floor.queues.all()]) {
      const tally = new Tally(this.#live.plan(subject));
      for (const one of this.#total(part, subject, { ...scope, queue }, asOf)) tally.merge(one);
      if (!tally.isEmpty) tallies.set(queue, tally);
    }
    return tallies;
  }

  /** What counts on a shelved day: from its roll-ups as far as they go, else from its facts. */
  #total({ day, fromAt, toAt }: Stretch, subject: RowSubject, scope: Scope, asOf: number): Tally[] {
    const rolled = this.#rollUps.total(day, subject, { fromAt, toAt }, scope, asOf, this.#live.plan(subject));
    const facts = (span: Span) => this.#engine(day).ownTotal(subject, span, scope, asOf);
    if (!rolled) return [facts({ fromAt, toAt })];
    // The live engine may have heard of something more that day.
    const since = this.#live.ownTotal(subject, rolled.span, scope, asOf);
    return [rolled.tally, since, ...rolled.rest.map(facts)];
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

interface Stretch extends Span {
  day: number;
}

/** A span by days; an empty one is of the day that it ends. */
function stretches({ fromAt, toAt }: Span): Stretch[] {
  if (fromAt >= toAt) return [{ day: dayOf(toAt - 1), fromAt, toAt }];
  const found: Stretch[] = [];
  for (let day = dayOf(fromAt); day <= dayOf(toAt - 1); day++) {
    const whole = spanOfDay(day);
    found.push({ day, fromAt: Math.max(fromAt, whole.fromAt), toAt: Math.min(toAt, whole.toAt) });
  }
  return found;
}

/** Neighbours as one. */
function joined(parts: Stretch[]): Span[] {
  const spans: Span[] = [];
  for (const { fromAt, toAt } of parts) {
    const last = spans.at(-1);
    if (last && last.toAt === fromAt) last.toAt = toAt;
    else spans.push({ fromAt, toAt });
  }
  return spans;
}

/** "2026-11-22" */
const nameOf = (day: number): string => new Date(spanOfDay(day).fromAt).toISOString().slice(0, 10);
