// Roll-ups: what each minute of a day on the shelf counted, by scope and counter, in history.db. Derived from the days'
// facts, the metrics and the settings; a line over months reads these and no fact.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { inflateSync } from 'node:zlib';
import type { RowSubject } from '#core/describe.ts';
import { MINUTE_MS } from '#core/floor/timeline.ts';
import { spanOfUtcDay } from '#core/floor/utc-day.ts';
import type { Sketch } from '#core/sketch.ts';
import { Tally, type KeptCounts, type Plan } from '#core/tally.ts';
import type { Span } from '#core/window.ts';
import { isDamage } from '../log/folder-problem.ts';
import { rollUpsFile } from './derived.ts';
import { MinuteColumns } from './minute-columns.ts';
import { MOST, SKETCH_OF_HOURS, SKETCH_OF_MINUTES, SUMS, type RolledPart } from './roll-up-day.ts';
import { TimedTuples } from './timed-tuples.ts';

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS day (day INTEGER PRIMARY KEY, file TEXT NOT NULL, made TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS counts (
    subject TEXT NOT NULL, scope TEXT NOT NULL, part INTEGER NOT NULL, day INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (subject, scope, part, day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS counts_by_day ON counts (day);
`;
/** Parts that are kept inflated: some 10 kB each where all minutes counted something. */
const MOST_KEPT = 4000;

/** Stands for the file of a day whose facts the engine has. */
export const LIVE = 'live';
/** More minutes than these in pieces are counted anew in one. */
const MOST_PIECES = 100;

/** What counted in a part of a day. */
export interface RolledUpQuestion {
  day: number;
  subject: RowSubject;
  /** within the day */
  span: Span;
  /** of the scope; null = it is none that is rolled up */
  key: string | null;
  /** what happened from then on is not known yet */
  asOf: number;
  /** numbers of minutes, since the epoch, in which something changed since they were rolled up */
  disturbed: ReadonlySet<number>;
}

export interface RolledUp {
  tally: Tally;
  /** what of the span it covers: whole minutes that nothing later changed */
  covered: Span[];
  /** what it does not */
  rest: Span[];
}

/** Of a day, subject and scope. */
interface Counted {
  day: number;
  subject: RowSubject;
  key: string;
}
/** Minutes of a day, [first, last). */
type Stretch = [first: number, last: number];

/** history.db can't be used: it has to be made again from the days. */
export class DamagedRollUps extends Error {}

function orDamaged<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw isDamage(cause) ? new DamagedRollUps((cause as Error).message) : cause;
  }
}

/** zlib's checksum finds what SQLite, which has none, does not. @throws DamagedRollUps */
function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes);
  } catch (cause) {
    throw new DamagedRollUps((cause as Error).message);
  }
}

export class RollUps {
  readonly #db: DatabaseSync;
  readonly #find: StatementSync;
  /** the same by the index, which has a row's key a second time */
  readonly #named: StatementSync;
  readonly #made: string;
  /** days that are rolled up, each from this file on the shelf */
  readonly #files = new Map<number, string>();
  readonly #kept = new Map<string, MinuteColumns | TimedTuples | null>();

  /**
   * @param made fingerprint of metrics and settings: counts made by others are not used
   * @throws DamagedRollUps
   */
  constructor(folder: string, made: string) {
    this.#made = made;
    const file = rollUpsFile(folder);
    [this.#db, this.#find, this.#named] = orDamaged(() => {
      const db = new DatabaseSync(file, { timeout: 5000 });
      db.exec(SCHEMA);
      // What changed in the engine's days since they were rolled up by another process is not known.
      for (const row of db.prepare('SELECT day, file FROM day WHERE made = ? AND file <> ?').all(made, LIVE))
        this.#files.set(row.day as number, row.file as string);
      return [
        db,
        db.prepare('SELECT data FROM counts NOT INDEXED WHERE subject = ? AND scope = ? AND part = ? AND day = ?'),
        db.prepare(
          'SELECT 1 FROM counts INDEXED BY counts_by_day WHERE day = ? AND subject = ? AND scope = ? AND part = ?',
        ),
      ];
    });
  }

  has(day: number, file: string): boolean {
    return this.#files.get(day) === file;
  }

  /** Puts what was counted of a day in the place of what was before. */
  add(day: number, file: string, parts: Iterable<RolledPart>): void {
    const insert = this.#db.prepare('INSERT INTO counts (subject, scope, part, day, data) VALUES (?, ?, ?, ?, ?)');
    this.#inTransaction(() => {
      this.#remove(day);
      for (const { subject, scope, part, bytes } of parts) insert.run(subject, scope, part, day, bytes);
      this.#db.prepare('INSERT INTO day (day, file, made) VALUES (?, ?, ?)').run(day, file, this.#made);
    });
    this.#files.set(day, file);
    this.#kept.clear();
  }

  /** What was counted of a day is not used any more. */
  drop(day: number): void {
    this.#files.delete(day);
    this.#kept.clear();
  }

  /** Lets go of all other days. */
  keepOnly(isKept: (day: number) => boolean): void {
    const kept = this.#db.prepare('SELECT day FROM day').all() as { day: number }[];
    for (const { day } of kept.filter((row) => !isKept(row.day))) {
      this.#inTransaction(() => this.#remove(day));
      this.#files.delete(day);
    }
  }

  /** null when the facts have to be asked: the scope is not rolled up, no whole minute is in the span, too much changed */
  total({ day, subject, span, key, asOf, disturbed }: RolledUpQuestion, plan: Plan): RolledUp | null {
    if (key === null) return null;
    const of: Counted = { day, subject, key };
    const dayAt = spanOfUtcDay(day).fromAt;
    const first = Math.ceil((span.fromAt - dayAt) / MINUTE_MS);
    const last = Math.floor((span.toAt - dayAt) / MINUTE_MS);
    const sums = this.#sums(of);
    const late = new Set(sums?.changedFrom(asOf, first, last, dayAt));
    const isGood = (minute: number) => !late.has(minute) && !disturbed.has(dayAt / MINUTE_MS + minute);
    const stretches = late.size === 0 && disturbed.size === 0 ? [[first, last] as Stretch] : runs(first, last, isGood);
    if (last <= first || stretches.length === 0 || stretches.length > MOST_PIECES) return null;
    const covered = stretches.map(([from, to]) => ({ fromAt: dayAt + from * MINUTE_MS, toAt: dayAt + to * MINUTE_MS }));
    return { tally: Tally.of(plan, this.#counts(of, stretches)), covered, rest: without(span, covered) };
  }

  close(): void {
    this.#db.close();
  }

  #counts(of: Counted, stretches: Stretch[]): KeptCounts {
    return {
      sum: (i) => {
        const sums = this.#sums(of);
        return sums ? stretches.reduce((sum, [first, last]) => sum + sums.sum(i, first, last), 0) : 0;
      },
      addTo: (sketch, i) => stretches.forEach((stretch) => this.#addBins(sketch, of, i, stretch)),
      most: (i) => {
        const mosts = stretches.map(([first, last]) => this.#timed(of, MOST + i, 2).most(first, last));
        const known = mosts.filter((most) => most !== null);
        return known.length === 0 ? null : Math.max(...known);
      },
    };
  }

  #addBins(sketch: Sketch, of: Counted, i: number, [first, last]: Stretch): void {
    const [firstHour, lastHour] = [Math.ceil(first / 60), Math.floor(last / 60)];
    const minutes = (from: number, to: number) =>
      from < to && this.#timed(of, SKETCH_OF_MINUTES + i, 3).addBins(sketch, from, to);
    if (firstHour >= lastHour) return void minutes(first, last);
    minutes(first, firstHour * 60);
    this.#timed(of, SKETCH_OF_HOURS + i, 3).addBins(sketch, firstHour, lastHour);
    minutes(lastHour * 60, last);
  }

  #sums(of: Counted): MinuteColumns | null {
    return this.#part(of, SUMS, (bytes) => bytes && MinuteColumns.decode(bytes)) as MinuteColumns | null;
  }

  #timed(of: Counted, part: number, width: number): TimedTuples {
    return this.#part(of, part, (bytes) => new TimedTuples(bytes, width)) as TimedTuples;
  }

  #part(
    { day, subject, key }: Counted,
    part: number,
    decode: (bytes: Uint8Array | null) => MinuteColumns | TimedTuples | null,
  ): MinuteColumns | TimedTuples | null {
    const name = `${subject} ${part} ${day} ${key}`;
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    const row = orDamaged(() => this.#find.get(subject, key, part, day));
    // A key that was damaged is no row: without this it would look as if nothing had counted.
    if (!row && orDamaged(() => this.#named.get(day, subject, key, part)))
      throw new DamagedRollUps(`the counts of ${subject} in ${key} on day ${day} can't be found by their key`);
    const decoded = decode(row ? inflated(row.data as Uint8Array) : null);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(name, decoded);
    return decoded;
  }

  #inTransaction(act: () => void): void {
    orDamaged(() => {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        act();
        this.#db.exec('COMMIT');
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #remove(day: number): void {
    this.#db.prepare('DELETE FROM counts WHERE day = ?').run(day);
    this.#db.prepare('DELETE FROM day WHERE day = ?').run(day);
  }
}

/** Stretches of good minutes in [first, last). */
function runs(first: number, last: number, isGood: (minute: number) => boolean): Stretch[] {
  const found: Stretch[] = [];
  let from = -1;
  for (let minute = first; minute <= last; minute++) {
    const good = minute < last && isGood(minute);
    if (good && from < 0) from = minute;
    if (good || from < 0) continue;
    found.push([from, minute]);
    from = -1;
  }
  return found;
}

/** What of a span is in none of these, which are in order. */
function without({ fromAt, toAt }: Span, covered: Span[]): Span[] {
  const rest: Span[] = [];
  let from = fromAt;
  for (const part of covered) {
    if (from < part.fromAt) rest.push({ fromAt: from, toAt: part.fromAt });
    from = part.toAt;
  }
  if (from < toAt) rest.push({ fromAt: from, toAt });
  return rest;
}
