// What the minutes of a day counted, for one subject and scope: only minutes that counted something, a column a counter.
import { MINUTE_MS } from '#core/floor/timeline.ts';

export interface MinuteCounts {
  /** the latest fact that its things depend on, epoch ms: as of an earlier instant they were others */
  settledAt: number;
  /** by the counter's place in the plan */
  sums: Float64Array;
}

const ALIGN = 8;

export class MinuteColumns {
  /** numbers of the day's minutes, rising */
  readonly #minutes: Uint16Array;
  /** s after its end until which a minute may have changed; 0 = it had not when it ended */
  readonly #late: Uint32Array;
  /** running sums, one place longer; null where all are 0 */
  readonly #upTo: (Float64Array | null)[];

  private constructor(minutes: Uint16Array, late: Uint32Array, upTo: (Float64Array | null)[]) {
    this.#minutes = minutes;
    this.#late = late;
    this.#upTo = upTo;
  }

  /** @param counts by number of the minute in the day, which began at `dayAt` */
  static encode(counts: ReadonlyMap<number, MinuteCounts>, counters: number, dayAt: number): Buffer {
    const rows = [...counts].sort(([a], [b]) => a - b);
    const columns = Array.from({ length: counters }, (_, i) => packed(rows.map(([, { sums }]) => sums[i])));
    const minutes = Uint16Array.from(rows, ([minute]) => minute);
    const late = Uint32Array.from(rows, ([minute, { settledAt }]) =>
      lateness(settledAt - dayAt - (minute + 1) * MINUTE_MS),
    );
    const widths = Uint8Array.from(columns, (column) => column?.BYTES_PER_ELEMENT ?? 0);
    const parts = [
      Uint32Array.of(rows.length, counters),
      widths,
      minutes,
      late,
      ...columns.filter((one) => one !== null),
    ];
    return Buffer.concat(parts.flatMap((part) => [bytesOf(part), Buffer.alloc(-part.byteLength & (ALIGN - 1))]));
  }

  static decode(bytes: Uint8Array): MinuteColumns {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    let at = 0;
    const take = <A>(make: (buffer: ArrayBufferLike, at: number) => A, size: number): A => {
      const part = make(buffer, at);
      at += Math.ceil(size / ALIGN) * ALIGN;
      return part;
    };
    const [n, counters] = take((b, o) => new Uint32Array(b, o, 2), 8);
    const widths = take((b, o) => new Uint8Array(b, o, counters), counters);
    const minutes = take((b, o) => new Uint16Array(b, o, n), 2 * n);
    const late = take((b, o) => new Uint32Array(b, o, n), 4 * n);
    const upTo = Array.from(widths, (width) => {
      if (width === 0) return null;
      const column = take((b, o) => (width === 4 ? new Int32Array(b, o, n) : new Float64Array(b, o, n)), width * n);
      return runningSums(column);
    });
    return new MinuteColumns(minutes, late, upTo);
  }

  /** Σ of a counter over minutes [first, last). */
  sum(counter: number, first: number, last: number): number {
    const upTo = this.#upTo[counter];
    return upTo ? upTo[this.#placeOf(last)] - upTo[this.#placeOf(first)] : 0;
  }

  /** Minutes of [first, last) that something from `asOf` on may have changed. */
  *changedFrom(asOf: number, first: number, last: number, dayAt: number): Generator<number> {
    for (let place = this.#placeOf(first); place < this.#minutes.length && this.#minutes[place] < last; place++) {
      const late = this.#late[place];
      if (late > 0 && dayAt + (this.#minutes[place] + 1) * MINUTE_MS + 1000 * late > asOf) yield this.#minutes[place];
    }
  }

  /** Of the first minute from this one on. */
  #placeOf(minute: number): number {
    let [low, high] = [0, this.#minutes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#minutes[middle] < minute) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Rounded up: a minute that is taken for changed is only counted anew. */
const lateness = (ms: number): number => (ms < 0 ? 0 : Math.min(0xffff_ffff, Math.floor(ms / 1000) + 1));

function packed(numbers: number[]): Int32Array | Float64Array | null {
  if (numbers.every((number) => number === 0)) return null;
  return numbers.every((number) => (number | 0) === number) ? Int32Array.from(numbers) : Float64Array.from(numbers);
}

function runningSums(numbers: Int32Array | Float64Array): Float64Array {
  const sums = new Float64Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) sums[i + 1] = sums[i] + numbers[i];
  return sums;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
