// Values that hold from an instant on, kept in order whatever the order in which they came. They lie in typed columns:
// a big floor's people change their state millions of times a day.
import type { Column, DumpPart } from './dump.ts';
import { grown } from './ids.ts';
import { ARRAYS, type Columns, type Kind, type Schema } from './table.ts';

/** When something holds from, and when we were told. */
export interface Told {
  at: number;
  /** order within one instant */
  sequence: string;
  /** when we heard of it */
  seenAt: number;
}
export interface Change<T> extends Told {
  value: T;
}

/** How a value lies in columns, and which of two goes first where instant and sequence are the same. */
export interface Packing<T> {
  schema: Schema;
  write(col: Columns<Schema>, place: number, value: T): void;
  read(col: Columns<Schema>, place: number): T;
  /** decides between two values of the same instant and sequence, so that no order of arrival does */
  rank(value: T): string;
}

const FIRST_CAPACITY = 4;
/** Most histories stay empty, or become views of what is restored. */
const EMPTY = Object.fromEntries(Object.entries(ARRAYS).map(([kind, make]) => [kind, new make(0)])) as {
  [K in Kind]: InstanceType<(typeof ARRAYS)[K]>;
};

export class History<T> {
  length = 0;
  #packing: Packing<T>;
  #at = EMPTY.f64;
  #seenAt = EMPTY.f64;
  #sequences: string[] | RestoredTexts = [];
  #col: Columns<Schema>;

  constructor(packing: Packing<T>) {
    this.#packing = packing;
    this.#col = {};
    for (const name in packing.schema) this.#col[name] = EMPTY[packing.schema[name]];
  }

  /** One field of the values, in order; only the first `length` places count. Another one after each change. */
  column(name: string): Column {
    return this.#col[name];
  }

  at(place: number): number {
    return this.#at[place];
  }

  seenAt(place: number): number {
    return this.#seenAt[place];
  }

  sequence(place: number): string {
    return Array.isArray(this.#sequences) ? this.#sequences[place] : this.#sequences.text(place);
  }

  value(place: number): T {
    return this.#packing.read(this.#col, place);
  }

  change(place: number): Change<T> {
    const [at, seenAt] = [this.#at[place], this.#seenAt[place]];
    return { at, sequence: this.sequence(place), seenAt, value: this.value(place) };
  }

  /** @returns the place it took */
  put({ at, sequence, seenAt }: Told, value: T): number {
    let place = this.length;
    while (place > 0 && this.#isAfter(place - 1, at, sequence, value)) place--;
    if (this.length === this.#at.length) this.#grow();
    if (place < this.length) this.#each((column) => column.copyWithin(place + 1, place, this.length));
    this.#at[place] = at;
    this.#seenAt[place] = seenAt;
    this.#changeableSequences().splice(place, 0, sequence);
    this.#packing.write(this.#col, place, value);
    this.length++;
    return place;
  }

  /** The value that holds just before `at`: half-open, as everywhere. */
  before(at: number): T | undefined {
    const place = this.firstFrom(at) - 1;
    return place < 0 ? undefined : this.value(place);
  }

  /** Changes in [fromAt, toAt). */
  *within(fromAt: number, toAt: number): Generator<Change<T>> {
    for (let i = this.firstFrom(fromAt); i < this.length && this.#at[i] < toAt; i++) yield this.change(i);
  }

  /** Instant of the first change at or after `at`; Infinity: there is none. */
  nextFrom(at: number): number {
    const place = this.firstFrom(at);
    return place < this.length ? this.#at[place] : Infinity;
  }

  /** Place of the first change at or after `at`. */
  firstFrom(at: number): number {
    let low = 0;
    let high = this.length;
    if (high > 0 && this.#at[high - 1] < at) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Tells another history what holds in a span: what held when it began, and what changed in it.
   * @returns whether the other did not know all of it
   */
  tellDay(
    to: History<T>,
    { fromAt, toAt }: { fromAt: number; toAt: number },
    first = this.firstFrom(fromAt) - 1,
  ): boolean {
    const end = this.firstFrom(toAt);
    let isNew = false;
    for (let place = Math.max(0, first); place < end; place++) {
      const { value, ...when } = this.change(place);
      // Told before, when an earlier part of the same day was.
      if (to.#holds(when, value)) continue;
      to.put(when, value);
      isNew = true;
    }
    return isNew;
  }

  #holds({ at, sequence }: Told, value: T): boolean {
    const rank = this.#packing.rank(value);
    for (let place = this.firstFrom(at); place < this.length && this.#at[place] === at; place++)
      if (this.sequence(place) === sequence && this.#packing.rank(this.value(place)) === rank) return true;
    return false;
  }

  /**
   * Drops changes told before `seenBefore` that later ones replaced.
   * @param first what the first value that stays is from now on
   */
  forget(seenBefore: number, first?: (place: number) => T): void {
    let keep = 0;
    while (keep + 1 < this.length && this.#seenAt[keep + 1] < seenBefore) keep++;
    if (keep === 0) return;
    if (first) this.#packing.write(this.#col, keep, first(keep));
    this.dropFirst(keep);
  }

  remove(place: number): void {
    this.#each((column) => column.copyWithin(place, place + 1, this.length));
    this.#changeableSequences().splice(place, 1);
    this.length--;
  }

  dropFirst(count: number): void {
    if (count === 0) return;
    this.#each((column) => column.copyWithin(0, count, this.length));
    this.#changeableSequences().splice(0, count);
    this.length -= count;
  }

  #isAfter(place: number, at: number, sequence: string, value: T): boolean {
    if (this.#at[place] !== at) return this.#at[place] > at;
    const other = this.sequence(place);
    if (other !== sequence) return other > sequence;
    return this.#packing.rank(this.value(place)) > this.#packing.rank(value);
  }

  #changeableSequences(): string[] {
    if (Array.isArray(this.#sequences)) return this.#sequences;
    return (this.#sequences = Array.from({ length: this.length }, (_, place) => this.sequence(place)));
  }

  #each(act: (column: Column) => void): void {
    act(this.#at);
    act(this.#seenAt);
    for (const name in this.#packing.schema) act(this.#col[name]);
  }

  #grow(): void {
    const length = 2 * this.#at.length || FIRST_CAPACITY;
    this.#at = grown(this.#at, length);
    this.#seenAt = grown(this.#seenAt, length);
    for (const name in this.#packing.schema) this.#col[name] = grown(this.#col[name], length);
  }

  /** Many histories of one kind, end to end in the same columns. */
  static dump(to: DumpPart, histories: readonly History<unknown>[]): void {
    const total = histories.reduce((sum, { length }) => sum + length, 0);
    const join = <C extends Column>(made: C, of: (history: History<unknown>) => Column): C => {
      let start = 0;
      for (const history of histories) {
        made.set(of(history).subarray(0, history.length), start);
        start += history.length;
      }
      return made;
    };
    to.put(
      'lengths',
      Uint32Array.from(histories, ({ length }) => length),
    );
    if (histories.length === 0) return;
    const at = join(new Float64Array(total), (history) => history.#at);
    const seenAt = join(new Float64Array(total), (history) => history.#seenAt);
    to.put('at', at);
    to.put('seenAt', seenAt);
    for (const [name, kind] of Object.entries(histories[0].#packing.schema)) {
      const column: Column = new ARRAYS[kind](total);
      to.put(
        `value.${name}`,
        join(column, (history) => history.#col[name]),
      );
    }
    dumpTexts(to.part('sequences'), total, histories);
  }

  /** @param histories new ones, as many and in the order as were dumped */
  static restore(from: DumpPart, histories: readonly History<unknown>[]): void {
    if (histories.length === 0) return;
    const lengths = from.take('lengths');
    const [at, seenAt] = [from.take('at'), from.take('seenAt')] as Float64Array<ArrayBuffer>[];
    const columns = Object.keys(histories[0].#packing.schema).map(
      (name) => [name, from.take(`value.${name}`)] as const,
    );
    const sequences = from.part('sequences');
    const [texts, numbers] = [sequences.noted<string[]>('texts'), sequences.take('numbers')];
    let start = 0;
    for (const [i, history] of histories.entries()) {
      if (lengths[i] === 0) continue;
      const end = start + lengths[i];
      history.length = lengths[i];
      // Views that are full: the first change that comes copies them out.
      history.#at = at.subarray(start, end);
      history.#seenAt = seenAt.subarray(start, end);
      for (const [name, column] of columns) history.#col[name] = column.subarray(start, end);
      history.#sequences = new RestoredTexts(texts, numbers.subarray(start, end));
      start = end;
    }
  }
}

/** Most sources number nothing: one text for all. */
function dumpTexts(
  to: DumpPart,
  total: number,
  histories: readonly { length: number; sequence(place: number): string }[],
): void {
  const numbers = new Map<string, number>();
  const column = new Uint32Array(total);
  let next = 0;
  for (const history of histories)
    for (let place = 0; place < history.length; place++) {
      const text = history.sequence(place);
      let number = numbers.get(text);
      if (number === undefined) numbers.set(text, (number = numbers.size));
      column[next++] = number;
    }
  to.put('numbers', column);
  to.note('texts', [...numbers.keys()]);
}

/** As they were written down, until one more comes. */
class RestoredTexts {
  readonly #texts: readonly string[];
  readonly #numbers: Column;

  constructor(texts: readonly string[], numbers: Column) {
    this.#texts = texts;
    this.#numbers = numbers;
  }

  text(place: number): string {
    return this.#texts[this.#numbers[place]];
  }
}
