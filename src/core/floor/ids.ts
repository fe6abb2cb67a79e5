// Ids (text) of rows, and rows by id: open addressing over typed arrays. A Map with a string an entry would keep the
// garbage collector busy for seconds on a big floor, and could not be written down as it is.
import { isLater, type Column, type DumpPart, type LaterColumn } from './dump.ts';

/** set in a length: two bytes a character instead of one */
const WIDE = 0x8000;
const PARTS = ['places', 'hashes', 'starts', 'lengths', 'bytes'] as const;
type Part = (typeof PARTS)[number];

export class Ids {
  /** how many rows have an id */
  size = 0;
  /** hash table: rows, 0 = free place; its length is a power of two, at most half full */
  #places = new Uint32Array(1024);
  /** by row */
  #hashes = new Uint32Array(1024);
  #starts = new Uint32Array(1024);
  /** bytes of the id, 0 = the row has none */
  #lengths = new Uint16Array(1024);
  #bytes = new Uint8Array(16_384);
  #used = 0;
  /** bytes of ids that went */
  #wasted = 0;
  /** what was restored and nobody has asked for yet */
  #kept: Readonly<Record<Part, Column | LaterColumn>> | null = null;

  /** The row with this id, 0 = none. */
  find(id: string): number {
    this.#takeKept();
    const hash = hashOf(id);
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const row = this.#places[place];
      if (row === 0 || (this.#hashes[row] === hash && this.#is(row, id))) return row;
    }
  }

  /** @param id not "", of no other row @param row > 0, without an id */
  put(id: string, row: number): void {
    this.#takeKept();
    if (row >= this.#hashes.length) this.#growRows(row);
    if (2 * (this.size + 1) > this.#places.length) this.#rehash(2 * this.#places.length);
    this.#hashes[row] = hashOf(id);
    this.#write(id, row);
    this.#place(row);
    this.size++;
  }

  /** The row's id, "" = it has none. */
  text(row: number): string {
    this.#takeKept();
    const length = this.#lengths[row] ?? 0;
    const start = this.#starts[row];
    let text = '';
    if (length & WIDE) {
      const end = start + (length & ~WIDE);
      for (let i = start; i < end; i += 2) text += String.fromCharCode(this.#bytes[i] | (this.#bytes[i + 1] << 8));
    } else for (let i = start; i < start + length; i++) text += String.fromCharCode(this.#bytes[i]);
    return text;
  }

  /** The row has no id any more. */
  remove(row: number): void {
    this.#takeKept();
    const mask = this.#places.length - 1;
    let gap = this.#hashes[row] & mask;
    while (this.#places[gap] !== row) gap = (gap + 1) & mask;
    // What lies behind moves up unless it would come to stand before its own place.
    for (let next = (gap + 1) & mask; this.#places[next] !== 0; next = (next + 1) & mask) {
      const home = this.#hashes[this.#places[next]] & mask;
      if (((next - home) & mask) < ((next - gap) & mask)) continue;
      this.#places[gap] = this.#places[next];
      gap = next;
    }
    this.#places[gap] = 0;
    this.#wasted += this.#lengths[row] & ~WIDE;
    this.#lengths[row] = 0;
    this.size--;
    if (this.#wasted > 65_536 && 2 * this.#wasted > this.#used) this.#compact();
  }

  /** Rows that have an id. */
  *rows(): Generator<number> {
    this.#takeKept();
    for (let row = 1; row < this.#lengths.length; row++) if (this.#lengths[row] !== 0) yield row;
  }

  dump(to: DumpPart): void {
    this.#takeKept();
    to.put('places', this.#places);
    to.put('hashes', this.#hashes);
    to.put('starts', this.#starts);
    to.put('lengths', this.#lengths);
    to.put('bytes', this.#bytes.subarray(0, this.#used));
    to.note('counts', { size: this.size, wasted: this.#wasted });
  }

  restore(from: DumpPart): void {
    const { size, wasted } = from.noted<{ size: number; wasted: number }>('counts');
    this.size = size;
    this.#wasted = wasted;
    this.#kept = Object.fromEntries(PARTS.map((name) => [name, from.find(name)])) as Record<Part, Column | LaterColumn>;
  }

  /** Numbers are read from rows: of a day in a file nobody may ever ask for an id. */
  #takeKept(): void {
    if (this.#kept === null) return;
    const taken = (part: Part) => {
      const column = (this.#kept as Record<Part, Column | LaterColumn>)[part];
      return isLater(column) ? column.read() : column;
    };
    this.#places = taken('places') as Uint32Array<ArrayBuffer>;
    this.#hashes = taken('hashes') as Uint32Array<ArrayBuffer>;
    this.#starts = taken('starts') as Uint32Array<ArrayBuffer>;
    this.#lengths = taken('lengths') as Uint16Array<ArrayBuffer>;
    this.#bytes = taken('bytes') as Uint8Array<ArrayBuffer>;
    this.#used = this.#bytes.length;
    this.#kept = null;
  }

  #is(row: number, id: string): boolean {
    const length = this.#lengths[row];
    const start = this.#starts[row];
    if (length & WIDE) {
      if ((length & ~WIDE) !== 2 * id.length) return false;
      for (let i = 0; i < id.length; i++)
        if ((this.#bytes[start + 2 * i] | (this.#bytes[start + 2 * i + 1] << 8)) !== id.charCodeAt(i)) return false;
      return true;
    }
    if (length !== id.length) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[start + i] !== id.charCodeAt(i)) return false;
    return true;
  }

  #write(id: string, row: number): void {
    let isWide = false;
    for (let i = 0; i < id.length && !isWide; i++) isWide = id.charCodeAt(i) > 0xff;
    const length = isWide ? 2 * id.length : id.length;
    if (this.#used + length > this.#bytes.length)
      this.#bytes = grown(this.#bytes, Math.max(2 * this.#bytes.length, this.#used + length));
    const start = this.#used;
    for (let i = 0; i < id.length; i++) {
      const code = id.charCodeAt(i);
      if (isWide) {
        this.#bytes[start + 2 * i] = code & 0xff;
        this.#bytes[start + 2 * i + 1] = code >> 8;
      } else this.#bytes[start + i] = code;
    }
    this.#starts[row] = start;
    this.#lengths[row] = isWide ? length | WIDE : length;
    this.#used += length;
  }

  #place(row: number): void {
    const mask = this.#places.length - 1;
    let place = this.#hashes[row] & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = row;
  }

  #rehash(length: number): void {
    this.#places = new Uint32Array(length);
    for (const row of this.rows()) this.#place(row);
  }

  #growRows(row: number): void {
    const length = Math.max(2 * this.#hashes.length, row + 1);
    this.#hashes = grown(this.#hashes, length);
    this.#starts = grown(this.#starts, length);
    this.#lengths = grown(this.#lengths, length);
  }

  #compact(): void {
    const bytes = new Uint8Array(Math.max(16_384, 2 * (this.#used - this.#wasted)));
    let used = 0;
    for (const row of this.rows()) {
      const [start, length] = [this.#starts[row], this.#lengths[row] & ~WIDE];
      bytes.set(this.#bytes.subarray(start, start + length), used);
      this.#starts[row] = used;
      used += length;
    }
    this.#bytes = bytes;
    this.#used = used;
    this.#wasted = 0;
  }
}

/** A copy with more room. */
export function grown<A extends Column>(array: A, length: number): A {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
}

/** FNV-1a over the characters, then mixed so that low bits depend on all. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
