// Follows a text file that grows and is rotated: by inode and byte offset, so that a restart goes on where it stopped.
// The old file is kept open and read to its end before the new one; a place is always the end of a whole line.
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where reading stopped. `head` are the first bytes of that file: inodes are used again. */
export interface Place {
  inode: number;
  offset: number;
  head: string;
}
export interface FollowedLine {
  text: string;
  /** just after this line */
  place: Place;
}

const CHUNK_BYTES = 1024 * 1024;
const HEAD_BYTES = 64;
export const MAX_LINE_BYTES = 64 * 1024;
const NEWLINE = 10;

export class FileFollower {
  readonly path: string;
  /** everything written so far has been read */
  isAtEnd = false;
  /** the file is there, or was */
  isOpen = false;
  /** lines that were too long */
  dropped = 0;
  #file: FileHandle | null = null;
  #place: Place = { inode: 0, offset: 0, head: '' };
  #rest: Buffer = Buffer.alloc(0);
  #isSkipping = false;
  /** rotated files still to be read before the one at `path` */
  #older: string[] = [];
  #start: Place | 'start' | 'end';
  #buffer = Buffer.alloc(CHUNK_BYTES);

  constructor(path: string, start: Place | 'start' | 'end') {
    this.path = path;
    this.#start = start;
  }

  /** The next lines, up to 1 MiB of them; none when nothing new has come. */
  async read(): Promise<FollowedLine[]> {
    if (!this.#file && !(await this.#openFirst())) return [];
    const lines = await this.#readChunk();
    if (lines) return lines;
    const isOver = await this.#isOver();
    // What was written between the last read and the rotation.
    const late = isOver ? await this.#readChunk() : null;
    if (late) return late;
    this.isAtEnd = !isOver;
    return isOver ? this.#openNext() : [];
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  /** @returns null at the end of the file */
  async #readChunk(): Promise<FollowedLine[] | null> {
    const position = this.#place.offset + this.#rest.length;
    const { bytesRead } = (await this.#file?.read(this.#buffer, 0, CHUNK_BYTES, position)) ?? { bytesRead: 0 };
    if (bytesRead === 0) return null;
    const bytes = Buffer.concat([this.#rest, this.#buffer.subarray(0, bytesRead)]);
    const lines: FollowedLine[] = [];
    let start = 0;
    for (let end; (end = bytes.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      this.#advance(bytes, start, end + 1);
      if (this.#isSkipping) this.#isSkipping = false;
      else if (end - start > MAX_LINE_BYTES) this.dropped++;
      else lines.push({ text: bytes.toString('utf8', start, end).replace(/\r$/, ''), place: this.#place });
    }
    this.#rest = Buffer.from(bytes.subarray(start));
    if (this.#rest.length > MAX_LINE_BYTES) this.#skipRest();
    return lines;
  }

  #advance(bytes: Buffer, start: number, end: number): void {
    const { inode, offset, head } = this.#place;
    const more =
      head.length < HEAD_BYTES ? bytes.toString('latin1', start, Math.min(end, start + HEAD_BYTES - head.length)) : '';
    this.#place = { inode, offset: offset + end - start, head: head + more };
  }

  #skipRest(): void {
    if (!this.#isSkipping) this.dropped++;
    this.#isSkipping = true;
    this.#advance(this.#rest, 0, this.#rest.length);
    this.#rest = Buffer.alloc(0);
  }

  /** Whether the open file gets no more lines: cut short, or another one has begun to fill in its place. */
  async #isOver(): Promise<boolean> {
    if (this.#older.length > 0) return true;
    const found = await stat(this.path).catch(() => null);
    if (!found) return false;
    if (found.ino !== this.#place.inode) return found.size > 0;
    return found.size < this.#place.offset;
  }

  /** @returns the unfinished last line of the file that is left, which won't be finished any more */
  async #openNext(): Promise<FollowedLine[]> {
    const text = this.#rest.toString('utf8').replace(/\r$/, '');
    const last = text === '' || this.#isSkipping ? [] : [{ text, place: this.#place }];
    const next = await tryOpen(this.#older.shift() ?? this.path);
    if (!next) return last;
    await this.close();
    await this.#use(next, 0, '');
    return last;
  }

  async #openFirst(): Promise<boolean> {
    const start = this.#start;
    const place = typeof start === 'string' ? null : start;
    const older = place ? await this.#rotatedSince(place) : [];
    const file = await tryOpen(older.shift() ?? this.path);
    if (!file) return false;
    this.#older = older;
    const isSame = place !== null && (await isPlaceIn(file, place));
    if (isSame) await this.#use(file, place.offset, place.head);
    else if (start === 'end') await this.#use(file, (await file.stat()).size, '');
    else await this.#use(file, 0, '');
    return true;
  }

  async #use(file: FileHandle, offset: number, head: string): Promise<void> {
    this.#file = file;
    this.#rest = Buffer.alloc(0);
    this.#isSkipping = false;
    this.isOpen = true;
    this.#place = {
      inode: (await file.stat()).ino,
      offset,
      head: offset > 0 && head === '' ? await readHead(file, offset) : head,
    };
  }

  /** The file in which reading stopped, if it was renamed since, and those rotated after it; oldest first. */
  async #rotatedSince(place: Place): Promise<string[]> {
    const current = await stat(this.path).catch(() => null);
    if (current?.ino === place.inode) return [];
    const folder = dirname(this.path);
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(`${basename(this.path)}.`));
    const files: { path: string; changedAt: number; isIt: boolean }[] = [];
    for (const path of names.filter((name) => !name.endsWith('gz')).map((name) => join(folder, name))) {
      const file = await tryOpen(path);
      if (!file) continue;
      files.push({ path, changedAt: (await file.stat()).mtimeMs, isIt: await isPlaceIn(file, place) });
      await file.close();
    }
    files.sort((a, b) => a.changedAt - b.changedAt);
    const from = files.findIndex((file) => file.isIt);
    return from < 0 ? [] : files.slice(from).map((file) => file.path);
  }
}

const tryOpen = (path: string) => open(path, 'r').catch(() => null);

async function isPlaceIn(file: FileHandle, place: Place): Promise<boolean> {
  const { ino, size } = await file.stat();
  return ino === place.inode && size >= place.offset && (await readHead(file, place.head.length)) === place.head;
}

async function readHead(file: FileHandle, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(Math.min(length, HEAD_BYTES)),
    0,
    Math.min(length, HEAD_BYTES),
    0,
  );
  return buffer.toString('latin1', 0, bytesRead);
}
