// Roll-ups: what each minute of a day on the shelf counted, by scope and counter, in history.db. Derived from the days'
// facts, the metrics and the settings; a line over months reads these and no fact.
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RowSubject } from '#core/describe.ts';
import type { Engine } from '#core/engine.ts';
import { spanOfDay } from '#core/floor/tell-day.ts';
import { MINUTE_MS } from '#core/floor/timeline.ts';
import type { Scope } from '#core/scope.ts';
import type { Sketch } from '#core/sketch.ts';
import { Tally, type KeptCounts, type Plan } from '#core/tally.ts';
import type { Span } from '#core/window.ts';
import { MinuteColumns } from './minute-columns.ts';
import { MOST, rollUp, scopeKey, SKETCH_OF_HOURS, SKETCH_OF_MINUTES, SUMS } from './roll-up-day.ts';

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

export interface RolledUp {
  tally: Tally;
  /** what of the span it covers: whole minutes that nothing later changed */
  span: Span;
  /** what it does not */
  rest: Span[];
}

/** A stretch of minutes of a day, of one subject and scope. */
interface Stretch {
  day: number;
  subject: RowSubject;
  key: string;
  first: number;
  last: number;
}

export class RollUps {
  readonly #db: DatabaseSync;
  readonly #find: StatementSync;
  readonly #made: string;
  /** days that are rolled up, each from this file on the shelf */
  readonly #files = new Map<number, string>();
  readonly #kept = new Map<string, MinuteColumns | Timed | null>();

  /** @param made fingerprint of metrics and settings: counts made by others are not used */
  constructor(folder: string, made: string) {
    this.#db = new DatabaseSync(join(folder, 'history.db'), { timeout: 5000 });
    this.#db.exec(SCHEMA);
    this.#made = made;
    this.#find = this.#db.prepare('SELECT data FROM counts WHERE subject = ? AND scope = ? AND part = ? AND day = ?');
    for (const row of this.#db.prepare('SELECT day, file FROM day WHERE made = ?').all(made))
      this.#files.set(row.day as number, row.file as string);
  }

  has(day: number, file: string): boolean {
    return this.#files.get(day) === file;
  }

  /** Counts a day anew, in the place of what was counted of it before. */
  add(day: number, file: string, engine: Engine): void {
    const insert = this.#db.prepare('INSERT INTO counts (subject, scope, part, day, data) VALUES (?, ?, ?, ?, ?)');
    this.#inTransaction(() => {
      this.#remove(day);
      for (const { subject, scope, part, bytes } of rollUp(engine, day))
        insert.run(subject, scope, part, day, deflateRawSync(bytes, { level: 1 }));
      this.#db.prepare('INSERT INTO day (day, file, made) VALUES (?, ?, ?)').run(day, file, this.#made);
    });
    this.#files.set(day, file);
    this.#kept.clear();
  }

  /** Lets go of days that are not on the shelf any more. */
  keepOnly(days: ReadonlySet<number>): void {
    const kept = this.#db.prepare('SELECT day FROM day').all() as { day: number }[];
    for (const { day } of kept.filter((row) => !days.has(row.day))) {
      this.#inTransaction(() => this.#remove(day));
      this.#files.delete(day);
    }
  }

  /** null when the facts have to be asked: the day or the scope is not rolled up, or no whole minute is in the span */
  total(day: number, subject: RowSubject, span: Span, scope: Scope, asOf: number, plan: Plan): RolledUp | null {
    const key = scopeKey(scope);
    if (key === null || !this.#files.has(day)) return null;
    const dayAt = spanOfDay(day).fromAt;
    const first = Math.ceil((span.fromAt - dayAt) / MINUTE_MS);
    const whole = Math.floor((span.toAt - dayAt) / MINUTE_MS);
    const sums = this.#sums({ day, subject, key });
    const last = sums ? sums.settledUpTo(first, whole, asOf, dayAt) : whole;
    if (last <= first) return null;
    const covered = { fromAt: dayAt + first * MINUTE_MS, toAt: dayAt + last * MINUTE_MS };
    const rest = [
      { fromAt: span.fromAt, toAt: covered.fromAt },
      { fromAt: covered.toAt, toAt: span.toAt },
    ].filter(({ fromAt, toAt }) => fromAt < toAt);
    return { tally: Tally.of(plan, this.#counts({ day, subject, key, first, last })), span: covered, rest };
  }

  close(): void {
    this.#db.close();
  }

  #counts(stretch: Stretch): KeptCounts {
    const { first, last } = stretch;
    return {
      sum: (i) => this.#sums(stretch)?.sum(i, first, last) ?? 0,
      addTo: (sketch, i) => this.#addBins(sketch, stretch, i),
      most: (i) => this.#timed(stretch, MOST + i, 2).most(first, last),
    };
  }

  #addBins(sketch: Sketch, stretch: Stretch, i: number): void {
    const { first, last } = stretch;
    const [firstHour, lastHour] = [Math.ceil(first / 60), Math.floor(last / 60)];
    const minutes = (from: number, to: number) =>
      from < to && this.#timed(stretch, SKETCH_OF_MINUTES + i, 3).addBins(sketch, from, to);
    if (firstHour >= lastHour) return void minutes(first, last);
    minutes(first, firstHour * 60);
    this.#timed(stretch, SKETCH_OF_HOURS + i, 3).addBins(sketch, firstHour, lastHour);
    minutes(lastHour * 60, last);
  }

  #sums(of: Omit<Stretch, 'first' | 'last'>): MinuteColumns | null {
    return this.#part(of, SUMS, (bytes) => bytes && MinuteColumns.decode(bytes)) as MinuteColumns | null;
  }

  #timed(of: Stretch, part: number, width: number): Timed {
    return this.#part(of, part, (bytes) => new Timed(bytes, width)) as Timed;
  }

  #part(
    { day, subject, key }: Omit<Stretch, 'first' | 'last'>,
    part: number,
    decode: (bytes: Uint8Array | null) => MinuteColumns | Timed | null,
  ): MinuteColumns | Timed | null {
    const name = `${subject} ${part} ${day} ${key}`;
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    const row = this.#find.get(subject, key, part, day);
    const decoded = decode(row ? inflateRawSync(row.data as Uint8Array) : null);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(name, decoded);
    return decoded;
  }

  #inTransaction(act: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      act();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #remove(day: number): void {
    this.#db.prepare('DELETE FROM counts WHERE day = ?').run(day);
    this.#db.prepare('DELETE FROM day WHERE day = ?').run(day);
  }
}

/** Tuples of numbers, each with its minute or hour first, in order of time. */
class Timed {
  readonly #numbers: Float64Array;
  readonly #width: number;

  constructor(bytes: Uint8Array | null, width: number) {
    this.#numbers = bytes
      ? new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
      : new Float64Array(0);
    this.#width = width;
  }

  /** Of (when, bin, count). */
  addBins(sketch: Sketch, first: number, last: number): void {
    for (const at of this.#within(first, last)) sketch.addBin(this.#numbers[at + 1], this.#numbers[at + 2]);
  }

  /** Of (when, value); null of nothing. */
  most(first: number, last: number): number | null {
    let most: number | null = null;
    for (const at of this.#within(first, last)) most = Math.max(most ?? -Infinity, this.#numbers[at + 1]);
    return most;
  }

  *#within(first: number, last: number): Generator<number> {
    const [numbers, width] = [this.#numbers, this.#width];
    let [low, high] = [0, numbers.length / width];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[width * middle] < first) low = middle + 1;
      else high = middle;
    }
    for (let at = width * low; at < numbers.length && numbers[at] < last; at += width) yield at;
  }
}
