// Things by the minute in which they count. Each minute keeps its rows and, until something in it changes, whatever was
// computed from them; so a window of a day costs as little as its minutes, and its edges are still exact.
import { changeable, dumpGroups, restoreGroups, type Rows } from './groups.ts';
import type { DumpPart } from './dump.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MINUTES = 60;

/** What a reader computes of a row: what the row is, or also what came after it, as whether the customer came back. */
export type Reads = 'itself' | 'aftermath';

export interface Minute<Cell> {
  rows: Rows;
  /** computed from the rows by each reader, by its number; dropped at the next change */
  cells: (Cell[] | undefined)[];
}

/** The lowest instant touched since it was last taken; lets a reader recompute only what may have changed. */
export class Watch {
  lowest = -Infinity;

  take(): number {
    const lowest = this.lowest;
    this.lowest = Infinity;
    return lowest;
  }
}

/** Who is told of changes. */
export class Watches {
  /** weak: who looks no more, as a screen that was closed, need not say so */
  #held: WeakRef<Watch>[] = [];

  add(watch: Watch): Watch {
    this.#held = this.#held.filter((held) => held.deref());
    this.#held.push(new WeakRef(watch));
    return watch;
  }

  tell(at: number): void {
    for (const held of this.#held) {
      const watch = held.deref();
      if (watch && at < watch.lowest) watch.lowest = at;
    }
  }
}

export class Timeline<Cell> {
  readonly #readers: { reads: Reads; disturbed: Set<number> }[] = [];
  #watchedBefore = -Infinity;
  minutes = new Map<number, Minute<Cell>>();
  readonly #watches = new Watches();
  /** told of each instant at which something changes, as it does */
  onChange: (at: number) => void = () => {};
  /** for each kind of reader: when an hour, by its number, changed last; counted, not by a clock */
  readonly #changedAt: Record<Reads, Map<number, number>> = { itself: new Map(), aftermath: new Map() };
  #changes = 0;
  #restoredAt = 0;

  /** The number of a new reader: what it computes of a minute is kept under it. */
  reader(reads: Reads = 'itself'): number {
    return this.#readers.push({ reads, disturbed: new Set() }) - 1;
  }

  /**
   * Minutes in which something changed for a reader since it was asked to watch them.
   * @returns a set that grows
   */
  disturbed(reader: number): ReadonlySet<number> {
    return this.#readers[reader].disturbed;
  }

  /** Watches minutes before this one, and forgets what it saw of those in [first, last). */
  watchMinutes(before: number, first: number, last: number): void {
    this.#watchedBefore = Math.max(this.#watchedBefore, before);
    for (const { disturbed } of this.#readers)
      for (const number of disturbed) if (number >= first && number < last) disturbed.delete(number);
  }

  /** The row now counts at `to` (0: nowhere) and counted at `from` before. Call it too when only its fields changed. */
  move(row: number, from: number, to: number): void {
    if (from !== 0) this.#leave(row, from, to);
    if (to === 0) return;
    const number = Math.floor(to / MINUTE_MS);
    let minute = this.minutes.get(number);
    if (!minute) this.minutes.set(number, (minute = { rows: [], cells: [] }));
    if (from === 0 || Math.floor(from / MINUTE_MS) !== number) changeable(minute).push(row);
    this.#changed(number, minute);
    this.#tell(to);
  }

  /** What came after the row that counts at an instant has changed, and the row itself has not. */
  moveAftermath(at: number): void {
    const number = Math.floor(at / MINUTE_MS);
    const minute = this.minutes.get(number);
    if (!minute) return;
    this.#changed(number, minute, 'aftermath');
    this.#tell(at);
  }

  /** The minutes that [fromAt, toAt) touches, in no order. */
  eachMinute(fromAt: number, toAt: number, visit: (number: number, minute: Minute<Cell>) => void): void {
    const first = Math.floor(fromAt / MINUTE_MS);
    const last = Math.floor((toAt - 1) / MINUTE_MS);
    if (last - first < this.minutes.size) {
      for (let number = first; number <= last; number++) {
        const minute = this.minutes.get(number);
        if (minute) visit(number, minute);
      }
    } else for (const [number, minute] of this.minutes) if (number >= first && number <= last) visit(number, minute);
  }

  /** Another number than before when something in an hour changed for those who read so. @param hour since the epoch */
  changeOf(hour: number, reads: Reads): number {
    return this.#changedAt[reads].get(hour) ?? this.#restoredAt;
  }

  /** Something that all rows from an instant on were described by has changed. */
  touchFrom(at: number): void {
    const first = Math.floor(at / MINUTE_MS);
    for (const [number, minute] of this.minutes) if (number >= first) this.#changed(number, minute);
    this.#watches.tell(at);
  }

  dump(to: DumpPart): void {
    dumpGroups(to, this.minutes);
  }

  restore(from: DumpPart): void {
    this.minutes = restoreGroups(from, (rows) => ({ rows, cells: [] }));
    for (const changed of Object.values(this.#changedAt)) changed.clear();
    this.#restoredAt = ++this.#changes;
    this.#watches.tell(-Infinity);
  }

  /** @param watch one that others tell too */
  watch(watch = new Watch()): Watch {
    return this.#watches.add(watch);
  }

  #tell(at: number): void {
    this.#watches.tell(at);
    this.onChange(at);
  }

  #leave(row: number, from: number, to: number): void {
    const number = Math.floor(from / MINUTE_MS);
    const minute = this.minutes.get(number);
    if (!minute) return;
    this.#changed(number, minute);
    this.#tell(from);
    if (to !== 0 && Math.floor(to / MINUTE_MS) === number) return;
    const rows = changeable(minute);
    const last = rows.pop() as number;
    if (last !== row) rows[rows.lastIndexOf(row)] = last;
    if (rows.length === 0) this.minutes.delete(number);
  }

  /** @param of 'aftermath': only for those who read it */
  #changed(number: number, minute: Minute<Cell>, of: Reads = 'itself'): void {
    const hour = Math.floor(number / HOUR_MINUTES);
    this.#changes++;
    if (of === 'itself') this.#changedAt.itself.set(hour, this.#changes);
    this.#changedAt.aftermath.set(hour, this.#changes);
    for (const [i, { reads, disturbed }] of this.#readers.entries()) {
      if (of === 'aftermath' && reads === 'itself') continue;
      minute.cells[i] = undefined;
      if (number < this.#watchedBefore) disturbed.add(number);
    }
  }
}
