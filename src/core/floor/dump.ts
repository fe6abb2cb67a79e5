// What a floor is written down as: named columns of numbers and small notes. Whoever keeps it (a file) need not know
// what any of it means; whoever restores it gets the same floor.

export type Column =
  Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A column that lies elsewhere, as in a file, until it is asked for. */
export interface LaterColumn {
  readonly length: number;
  /** @throws what its keeper says, when it is damaged there */
  read(): Column;
}

export interface FloorDump {
  columns: Record<string, Column>;
  /** JSON */
  notes: Record<string, unknown>;
}
/** What a floor is restored from: a dump that came back, of which some may not have been read yet. */
export interface KeptDump {
  columns: Record<string, Column | LaterColumn>;
  notes: Record<string, unknown>;
}

export const isLater = (column: Column | LaterColumn): column is LaterColumn => 'read' in column;

/** One part's corner of a dump: its names can't clash with those of other parts. */
export class DumpPart {
  readonly #dump: KeptDump;
  readonly #prefix: string;

  constructor(dump: KeptDump, prefix = '') {
    this.#dump = dump;
    this.#prefix = prefix;
  }

  part(name: string): DumpPart {
    return new DumpPart(this.#dump, `${this.#prefix}${name}.`);
  }

  /** The column is not copied: who goes on writing to it writes to the dump. */
  put(name: string, column: Column): void {
    this.#dump.columns[this.#prefix + name] = column;
  }

  take(name: string): Column {
    const column = this.find(name);
    return isLater(column) ? column.read() : column;
  }

  /** A column as it lies: it may be read later, or never. */
  find(name: string): Column | LaterColumn {
    const column = this.#dump.columns[this.#prefix + name];
    if (!column) throw new Error(`the dump has no column ${this.#prefix}${name}`);
    return column;
  }

  note(name: string, value: unknown): void {
    this.#dump.notes[this.#prefix + name] = value;
  }

  noted<T>(name: string): T {
    if (!(this.#prefix + name in this.#dump.notes)) throw new Error(`the dump has no note ${this.#prefix}${name}`);
    return this.#dump.notes[this.#prefix + name] as T;
  }
}
