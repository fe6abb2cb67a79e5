// The shelf: days that the engine let go, each a floor in a file, opened when somebody asks for it. Together with the
// engine they answer for any moment that is kept.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RowSubject } from '#core/describe.ts';
import type { Elsewhere, Piece } from '#core/elsewhere.ts';
import { Engine } from '#core/engine.ts';
import { contactsIn, dayOf, spanOfDay, tellDay } from '#core/floor/tell-day.ts';
import type { Scope } from '#core/scope.ts';
import type { Tally } from '#core/tally.ts';
import type { Span } from '#core/window.ts';
import { openFloor, writeFloor } from './floor-file.ts';
import type { RollUps } from './roll-ups.ts';

/** What is known of a day on the shelf. */
export interface ShelvedDay {
  /** name of its file in the folder `days` */
  file: string;
  /** when the newest of it was recorded, epoch ms */
  seenAt: number;
}

/** Days that are open at once; a day of a big floor is a quarter of a gigabyte. */
const MOST_OPEN = 3;

export class Shelf {
  /** by number of the day since the epoch, UTC */
  days = new Map<number, ShelvedDay>();
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

  /** Who knows how things stood just before an instant. */
  engineAt(at: number): Engine {
    const day = dayOf(at - 1);
    return this.days.has(day) ? this.#engine(day) : this.#live;
  }

  /**
   * Adds what the engine knows of these contacts to a day, in a new file; the old one stays for whoever needs it.
   * @param generation tells it from other files of that day, and rises
   * @returns the floor of that day, as far as it is on the shelf
   * @throws what the file system says
   */
  add(
    day: number,
    contacts: Iterable<number>,
    seenAt: number,
    generation: number,
  ): { shelved: ShelvedDay; engine: Engine } {
    const engine = this.#read(day);
    tellDay(this.#live.floor, engine.floor, spanOfDay(day), contacts);
    mkdirSync(this.#folder, { recursive: true });
    const file = `${nameOf(day)}.${generation}.floor`;
    writeFloor(join(this.#folder, file), { day }, engine.floor.dump());
    return { shelved: { file, seenAt: Math.max(seenAt, this.days.get(day)?.seenAt ?? 0) }, engine };
  }

  /** These days are what is on the shelf from now on. */
  replace(days: Map<number, ShelvedDay>): void {
    this.days = days;
    this.#open.clear();
  }

  /** Removes files that nobody needs. */
  tidy(needed: ReadonlySet<string>): void {
    let files: string[];
    try {
      files = readdirSync(this.#folder);
    } catch {
      return;
    }
    for (const file of files) if (!needed.has(file)) rmSync(join(this.#folder, file), { force: true });
  }

  /** An open day with what the engine still knows, or heard since, of it. */
  #engine(day: number): Engine {
    let engine = this.#open.get(day);
    if (!engine) {
      engine = this.#read(day);
      const { floor } = this.#live;
      tellDay(floor, engine.floor, spanOfDay(day), contactsIn(floor, spanOfDay(day)));
      for (const at of floor.revised) engine.floor.revised.add(at);
      for (const [queue, channel] of floor.queueChannels) engine.floor.queueChannels.set(queue, channel);
      engine.elsewhere = this.#elsewhere(day);
    }
    this.#open.delete(day);
    this.#open.set(day, engine);
    for (const oldest of this.#open.keys()) if (this.#open.size > MOST_OPEN) this.#open.delete(oldest);
    return engine;
  }

  /** A day as it lies on the shelf; an empty one when it does not. */
  #read(day: number): Engine {
    const engine = new Engine(this.#live.metrics, this.#live.directory);
    const shelved = this.days.get(day);
    if (!shelved) return engine;
    const opened = openFloor(join(this.#folder, shelved.file));
    if (!opened.ok) throw new Error(opened.problem.message);
    try {
      const dump = opened.value.read();
      if (!dump.ok) throw new Error(dump.problem.message);
      engine.restore(dump.value);
    } finally {
      opened.value.close();
    }
    return engine;
  }

  /** What others count for the engine of a day; null = for the live one. */
  #elsewhere(own: number | null): Elsewhere {
    const isOwn = (day: number) => (own === null ? !this.days.has(day) : day === own);
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
        ...shelvedIn(span).map((part) => this.#engine(part.day).ownByQueue(subject, part, scope, asOf)),
      ],
      pieces: (span): Piece[] => [
        ...liveIn(span).map((part) => ({ engine: this.#live, span: part })),
        ...shelvedIn(span).map(({ day, fromAt, toAt }) => ({ engine: this.#engine(day), span: { fromAt, toAt } })),
      ],
      engineAt: (at) => this.engineAt(at),
    };
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
