// Roll-ups: what each minute of a day on the shelf counted, by scope and counter, in history.db. Derived from the days'
// facts, the metrics and the settings; a series over months reads these and no fact.
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RowSubject } from '#core/describe.ts';
import type { Scope } from '#core/scope.ts';
import type { Sketch } from '#core/sketch.ts';
import { Tally, type KeptCounts, type Plan } from '#core/tally.ts';
import { spanOfDay } from '#core/floor/tell-day.ts';
import { MINUTE_MS } from '#core/floor/timeline.ts';
import type { Span } from '#core/window.ts';
import { MINUTES, MOST, rollUp, scopeKey, SETTLED, SKETCH_OF_HOURS, SKETCH_OF_MINUTES } from './roll-up-day.ts';
import type { Engine } from '#core/engine.ts';

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS day (day INTEGER PRIMARY KEY, file TEXT NOT NULL, made TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS counts (
    subject TEXT NOT NULL, scope TEXT NOT NULL, counter INTEGER NOT NULL, day INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (subject, scope, counter, day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS counts_by_day ON counts (day);
`;
/** Columns of a day that are kept inflated: about 12 kB each. */
const MOST_COLUMNS = 4000;

export interface RolledUp {
  tally: Tally;
  /** what of the span it covers: whole minutes that nothing later changed */
  span: Span;
  /** what it does not */
  rest: Span[];
}

/** A counter in a stretch of minutes of a day. */
interface Counted {
  day: number;
  subject: RowSubject;
  key: string;
  i: number;
  first: number;
  last: number;
}

export class RollUps {
  readonly #db: DatabaseSync;
  readonly #find: StatementSync;
  readonly #made: string;
  /** days that are rolled up from the file that is on the shelf */
  #files = new Map<number, string>();
  #columns = new Map<string, Float64Array | null>();
  #sketches = new Map<string, Bins>();

  /** @param made fingerprint of metrics and settings: counts made by others are not used */
  constructor(folder: string, made: string) {
    this.#db = new DatabaseSync(join(folder, 'history.db'), { timeout: 5000 });
    this.#db.exec(SCHEMA);
    this.#made = made;
    this.#find = this.#db.prepare(
      'SELECT data FROM counts WHERE subject = ? AND scope = ? AND counter = ? AND day = ?',
    );
    for (const row of this.#db.prepare('SELECT day, file FROM day WHERE made = ?').all(made))
      this.#files.set(row.day as number, row.file as string);
  }

  has(day: number, file: string): boolean {
    return this.#files.get(day) === file;
  }

  /** Counts a day anew, in the place of what was counted of it before. */
  add(day: number, file: string, engine: Engine): void {
    const insert = this.#db.prepare('INSERT INTO counts (subject, scope, counter, day, data) VALUES (?, ?, ?, ?, ?)');
    this.#inTransaction(() => {
      this.#remove(day);
      for (const { subject, scope, counter, numbers } of rollUp(engine, day))
        insert.run(subject, scope, counter, day, deflateRawSync(bytesOf(numbers), { level: 3 }));
      this.#db.prepare('INSERT INTO day (day, file, made) VALUES (?, ?, ?)').run(day, file, this.#made);
    });
    this.#files.set(day, file);
    this.#columns.clear();
    this.#sketches.clear();
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
    const last = this.#settledUpTo({ day, subject, key, first, whole, asOf });
    if (last <= first) return null;
    const covered = { fromAt: dayAt + first * MINUTE_MS, toAt: dayAt + last * MINUTE_MS };
    const rest = [
      { fromAt: span.fromAt, toAt: covered.fromAt },
      { fromAt: covered.toAt, toAt: span.toAt },
    ].filter(({ fromAt, toAt }) => fromAt < toAt);
    return { tally: Tally.of(plan, this.#kept(day, subject, key, first, last)), span: covered, rest };
  }

  close(): void {
    this.#db.close();
  }

  /** The first minute from `first` on that something from `asOf` on changed, or `whole`. */
  #settledUpTo(asked: {
    day: number;
    subject: RowSubject;
    key: string;
    first: number;
    whole: number;
    asOf: number;
  }): number {
    const { day, subject, key, first, whole, asOf } = asked;
    const settled = this.#column(day, subject, key, SETTLED);
    if (!settled) return whole;
    for (let minute = first; minute < whole; minute++) if (settled[minute] >= asOf) return minute;
    return whole;
  }

  #kept(day: number, subject: RowSubject, key: string, first: number, last: number): KeptCounts {
    return {
      sum: (i) => {
        const upTo = this.#column(day, subject, key, i);
        return upTo ? upTo[last] - upTo[first] : 0;
      },
      addTo: (sketch, i) => this.#addBins(sketch, { day, subject, key, i, first, last }),
      most: (i) => this.#most({ day, subject, key, i, first, last }),
    };
  }

  /** Sums up to each minute (of SETTLED: the instants themselves); null where all are 0. */
  #column(day: number, subject: RowSubject, key: string, counter: number): Float64Array | null {
    const name = `${subject} ${counter} ${day} ${key}`;
    let column = this.#columns.get(name);
    if (column !== undefined) return column;
    const numbers = this.#read(day, subject, key, counter);
    column = numbers && (counter === SETTLED ? numbers : runningSums(numbers));
    if (this.#columns.size >= MOST_COLUMNS) this.#columns.clear();
    this.#columns.set(name, column);
    return column;
  }

  #addBins(sketch: Sketch, at: Counted): void {
    const { first, last } = at;
    const firstHour = Math.ceil(first / 60);
    const lastHour = Math.floor(last / 60);
    if (firstHour >= lastHour) return this.#bins(at, SKETCH_OF_MINUTES).addTo(sketch, first, last);
    this.#bins(at, SKETCH_OF_HOURS).addTo(sketch, firstHour, lastHour);
    if (first < firstHour * 60) this.#bins(at, SKETCH_OF_MINUTES).addTo(sketch, first, firstHour * 60);
    if (lastHour * 60 < last) this.#bins(at, SKETCH_OF_MINUTES).addTo(sketch, lastHour * 60, last);
  }

  #bins({ day, subject, key, i }: Counted, kind: number): Bins {
    const name = `${subject} ${kind + i} ${day} ${key}`;
    let bins = this.#sketches.get(name);
    if (bins) return bins;
    bins = new Bins(this.#read(day, subject, key, kind + i));
    if (this.#sketches.size >= MOST_COLUMNS) this.#sketches.clear();
    this.#sketches.set(name, bins);
    return bins;
  }

  #most({ day, subject, key, i, first, last }: Counted): number | null {
    const numbers = this.#read(day, subject, key, MOST + i) ?? [];
    let most: number | null = null;
    for (let at = 0; at < numbers.length; at += 2)
      if (numbers[at] >= first && numbers[at] < last) most = Math.max(most ?? -Infinity, numbers[at + 1]);
    return most;
  }

  #read(day: number, subject: RowSubject, key: string, counter: number): Float64Array | null {
    const row = this.#find.get(subject, key, counter, day);
    return row ? numbersOf(inflateRawSync(row.data as Uint8Array)) : null;
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

/** Bins of sketches, each with its minute or hour: (when, bin, count) in order of time. */
class Bins {
  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array | null) {
    this.#numbers = numbers ?? new Float64Array(0);
  }

  addTo(sketch: Sketch, first: number, last: number): void {
    const numbers = this.#numbers;
    let low = 0;
    let high = numbers.length / 3;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[3 * middle] < first) low = middle + 1;
      else high = middle;
    }
    for (let i = 3 * low; i < numbers.length && numbers[i] < last; i += 3)
      sketch.addBin(numbers[i + 1], numbers[i + 2]);
  }
}

function runningSums(numbers: Float64Array): Float64Array {
  const sums = new Float64Array(MINUTES + 1);
  for (let i = 0; i < MINUTES; i++) sums[i + 1] = sums[i] + numbers[i];
  return sums;
}

/** Whole numbers of 32 bits as such, others as they are: a byte tells which. */
function bytesOf(numbers: Float64Array): Uint8Array {
  const isSmall = numbers.every((number) => (number | 0) === number);
  const packed = isSmall ? Int32Array.from(numbers) : numbers;
  const bytes = new Uint8Array(8 + packed.byteLength);
  bytes[0] = isSmall ? 4 : 8;
  bytes.set(new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength), 8);
  return bytes;
}

function numbersOf(bytes: Uint8Array): Float64Array {
  const packed = bytes.buffer.slice(bytes.byteOffset + 8, bytes.byteOffset + bytes.byteLength);
  return bytes[0] === 4 ? Float64Array.from(new Int32Array(packed)) : new Float64Array(packed);
}
