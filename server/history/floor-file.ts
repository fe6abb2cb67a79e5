// A floor in a file: a header in JSON, then its columns, each with a checksum. Written beside its name and renamed, so
// that there is always a whole one; what is damaged is noticed when it is read.
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Column, FloorDump, KeptDump } from '#core/floor/dump.ts';
import { ARRAYS, type Kind } from '#core/floor/table.ts';
import { fail, ok, type Result } from '#core/result.ts';

const MAGIC = 'TABLO FLOOR 1\n';
const ALIGN = 8;

interface Section {
  name: string;
  kind: Kind;
  /** of the column, not bytes */
  length: number;
  crc: number;
}
interface Header {
  about: object;
  notes: Record<string, unknown>;
  sections: Section[];
}

/** @param about what the reader wants to know before it takes the rest; JSON. @throws what the file system says */
export function writeFloor(file: string, about: object, { columns, notes }: FloorDump): void {
  const unfinished = `${file}.tmp`;
  const sections = Object.entries(columns).map(([name, column]) => {
    return { name, kind: kindOf(column), length: column.length, crc: crc32(bytesOf(column)) };
  });
  const header = Buffer.from(JSON.stringify({ about, notes, sections } satisfies Header));
  const fd = openSync(unfinished, 'w');
  try {
    const lead = Buffer.alloc(MAGIC.length + 8);
    lead.write(MAGIC);
    lead.writeUInt32LE(header.length, MAGIC.length);
    lead.writeUInt32LE(crc32(header), MAGIC.length + 4);
    let at = writeAll(fd, lead, 0);
    at = writeAll(fd, header, at);
    for (const column of Object.values(columns)) at = writeAll(fd, bytesOf(column), aligned(at));
    fsyncSync(fd);
  } catch (error) {
    closeSync(fd);
    rmSync(unfinished, { force: true });
    throw error;
  }
  closeSync(fd);
  renameSync(unfinished, file);
  syncFolder(dirname(file));
}

export interface OpenFloor<A> {
  about: A;
  /** All of it, of which no part is to be used when one is damaged. */
  read(): Result<FloorDump>;
  /**
   * Each column when it is asked for: it is checked then. The file stays open, and what it was stays readable when
   * another takes its name, until nobody holds the dump.
   * @param onDamage what is thrown to who asks for a damaged column
   */
  readLater(onDamage: (message: string) => Error): KeptDump;
  close(): void;
}

/**
 * What the file is about, and ways to get the floor.
 * @returns a problem when there is none, or it is damaged at its beginning
 */
export function openFloor<A>(file: string): Result<OpenFloor<A>> {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return code === 'ENOENT' ? fail('absent', `${file} is not there`) : fail('unreadable', `${file}: ${message}`);
  }
  const header = readHeader(fd);
  if (!header) {
    closeSync(fd);
    return fail('damaged', `${file} is damaged at its beginning`);
  }
  const { about, notes, sections } = header.value;
  const placed = placesOf(sections, header.end);
  const problemAt = (name: string): string => `${file} is damaged at ${name}`;
  const read = (): Result<FloorDump> => {
    const columns: Record<string, Column> = {};
    for (const section of placed) {
      const column = readColumn(fd, section);
      if (!column) return fail('damaged', problemAt(section.name));
      columns[section.name] = column;
    }
    return ok({ columns, notes });
  };
  const readLater = (onDamage: (message: string) => Error): KeptDump => {
    const held = { fd };
    unheld.register(held, fd);
    const later = (section: PlacedSection) => ({
      length: section.length,
      read(): Column {
        const column = readColumn(held.fd, section);
        if (!column) throw onDamage(problemAt(section.name));
        return column;
      },
    });
    return { columns: Object.fromEntries(placed.map((section) => [section.name, later(section)])), notes };
  };
  return ok({ about: about as A, read, readLater, close: () => closeSync(fd) });
}

/** Closes what columns are read from later, when nobody has any of them to read any more. */
const unheld = new FinalizationRegistry<number>(closeSync);

interface PlacedSection extends Section {
  /** of its first byte in the file */
  at: number;
}

function placesOf(sections: readonly Section[], headerEnd: number): PlacedSection[] {
  let end = headerEnd;
  return sections.map((section) => {
    const at = aligned(end);
    end = at + section.length * ARRAYS[section.kind].BYTES_PER_ELEMENT;
    return { ...section, at };
  });
}

/** null: it is not what was written */
function readColumn(fd: number, { kind, length, crc, at }: PlacedSection): Column | null {
  // All of it is written over, or it is not used.
  const bytes = Buffer.allocUnsafeSlow(length * ARRAYS[kind].BYTES_PER_ELEMENT);
  const column = new ARRAYS[kind](bytes.buffer, bytes.byteOffset, length);
  return readAll(fd, bytes, at) === bytes.length && crc32(bytes) === crc ? column : null;
}

function readHeader(fd: number): { value: Header; end: number } | null {
  const lead = Buffer.alloc(MAGIC.length + 8);
  if (readAll(fd, lead, 0) !== lead.length || lead.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  const length = lead.readUInt32LE(MAGIC.length);
  if (length > fstatSync(fd).size) return null;
  const header = Buffer.alloc(length);
  if (readAll(fd, header, lead.length) !== length || crc32(header) !== lead.readUInt32LE(MAGIC.length + 4)) return null;
  return { value: JSON.parse(header.toString()) as Header, end: lead.length + length };
}

/** A new name is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

const aligned = (at: number): number => Math.ceil(at / ALIGN) * ALIGN;
const bytesOf = ({ buffer, byteOffset, byteLength }: Column): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer, byteOffset, byteLength);

function kindOf(column: Column): Kind {
  const kind = (Object.keys(ARRAYS) as Kind[]).find((known) => column instanceof ARRAYS[known]);
  if (!kind) throw new Error('a column of numbers that no file holds');
  return kind;
}

/** @returns where the next byte goes */
function writeAll(fd: number, bytes: Uint8Array, at: number): number {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
  return at + bytes.length;
}

/** @returns how many there were */
function readAll(fd: number, bytes: Uint8Array, at: number): number {
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}
