// Rows in typed columns: a day of a big floor is millions of rows, which as objects would be gigabytes and long pauses.
// Absent instants and numbers are 0. Columns are replaced when they grow: always read them through `col`.
import { isLater, type DumpPart } from './dump.ts';
import { columnsLater } from './later-columns.ts';

export const ARRAYS = { f64: Float64Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };
export type Kind = keyof typeof ARRAYS;
export type Schema = Record<string, Kind>;
export type Columns<S extends Schema> = { [K in keyof S]: InstanceType<(typeof ARRAYS)[S[K]]> };

export class Table<S extends Schema> {
  col: Columns<S>;
  /** rows ever used; row 0 is never given out, so 0 can mean "none" */
  size = 1;
  #schema: S;
  #capacity = 1024;
  #free: number[] = [];

  constructor(schema: S) {
    this.#schema = schema;
    this.col = this.#columns(this.#capacity);
  }

  /** A row of zeros. */
  add(): number {
    const reused = this.#free.pop();
    if (reused !== undefined) return reused;
    if (this.size === this.#capacity) this.#grow(2 * this.#capacity);
    return this.size++;
  }

  /** Gives the row back; nobody may hold its number any more. */
  free(row: number): void {
    for (const name in this.#schema) this.col[name][row] = 0;
    this.#free.push(row);
  }

  get used(): number {
    return this.size - 1 - this.#free.length;
  }

  dump(to: DumpPart): void {
    for (const name in this.#schema) to.put(name, this.col[name].subarray(0, this.size));
    to.put('free', Uint32Array.from(this.#free));
  }

  restore(from: DumpPart): void {
    this.#free = [...from.take('free')];
    const names = Object.keys(this.#schema);
    const kept = names.map((name) => from.find(name));
    if (kept.some(isLater)) this.col = columnsLater(names, kept) as Columns<S>;
    else for (const name in this.#schema) this.col[name] = from.take(name) as Columns<S>[typeof name];
    this.size = this.#capacity = kept[0].length;
  }

  #columns(capacity: number): Columns<S> {
    const made = Object.entries(this.#schema).map(([name, kind]) => [name, new ARRAYS[kind](capacity)]);
    return Object.fromEntries(made) as Columns<S>;
  }

  #grow(capacity: number): void {
    const old = this.col;
    this.#capacity = capacity;
    this.col = this.#columns(capacity);
    for (const name in this.#schema) this.col[name].set(old[name]);
  }
}
