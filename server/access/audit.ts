// The audit log: who did what to whom, when and from where. Only ever added to; each line carries a hash of itself and of
// the line before, so that one that was changed or taken out is found.
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { AuditVerb } from '#core/access/audit-verb.ts';

export interface AuditNote {
  /** "person:ID Name", "screen:ID Name", "anyone" */
  who: string;
  what: AuditVerb;
  /** whom or what it was done to, in words or as JSON; never a secret */
  about: string;
  /** where it came from */
  address: string;
}

export interface AuditLine extends AuditNote {
  seq: number;
  /** epoch ms */
  at: number;
  hash: string;
}

/** Some ms of work. */
const PIECE = 1000;
/** What the first line follows. */
const FIRST = { seq: 0, hash: '' };

export class Audit {
  readonly #db: DatabaseSync;
  readonly #now: () => number;
  readonly #add: StatementSync;
  readonly #last: StatementSync;

  constructor(db: DatabaseSync, now: () => number) {
    this.#db = db;
    this.#now = now;
    this.#add = db.prepare('INSERT INTO audit (at, who, what, about, address, hash) VALUES (?, ?, ?, ?, ?, ?)');
    this.#last = db.prepare('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1');
  }

  /** On disk when it returns. The line before may be another process's: the command line notes what it does, too. */
  note(note: AuditNote): void {
    const at = this.#now();
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const hash = hashOf((this.#last.get()?.hash as string | undefined) ?? '', at, note);
      this.#add.run(at, note.who, note.what, note.about, note.address, hash);
      this.#db.exec('COMMIT');
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw cause;
    }
  }

  /** The latest first. @param before seq of the last line of the page before */
  lines(limit: number, before = Number.MAX_SAFE_INTEGER): AuditLine[] {
    const asked = this.#db.prepare('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?');
    return asked.all(before, limit) as unknown as AuditLine[];
  }

  /**
   * Tells lines in other words, and chains them, and those behind, anew. A log that is not whole is left as it is.
   * @param reword of what a line is about; the same text where nothing changes
   * @returns how many lines were changed
   */
  reword(reword: (about: string) => string): number {
    if (this.broken() !== null) return 0;
    const change = this.#db.prepare('UPDATE audit SET about = ?, hash = ? WHERE seq = ?');
    let [last, changed] = ['', 0];
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const line of this.#db.prepare('SELECT * FROM audit ORDER BY seq').all() as unknown as AuditLine[]) {
        const about = reword(line.about);
        if (about !== line.about) changed++;
        const hash = changed === 0 ? line.hash : hashOf(last, line.at, { ...line, about });
        if (changed > 0) change.run(about, hash, line.seq);
        last = hash;
      }
      this.#db.exec('COMMIT');
      return changed;
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw cause;
    }
  }

  /** Lines about which a test holds, the earliest first. */
  *about(test: (about: string) => boolean): Generator<AuditLine> {
    for (const line of this.#db.prepare('SELECT * FROM audit ORDER BY seq').iterate() as Iterable<unknown>)
      if (test((line as AuditLine).about)) yield line as AuditLine;
  }

  /** @returns seq of the first line that is not as it was written, or follows one that is gone; null: all is well */
  broken(): number | null {
    return brokenIn(this.#db.prepare('SELECT * FROM audit ORDER BY seq').iterate() as Iterable<unknown>, FIRST);
  }

  /** As broken(), a piece at a time: a log of years keeps no screen waiting. */
  async brokenInPieces(): Promise<number | null> {
    const next = this.#db.prepare('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?');
    let last: Link = FIRST;
    for (;;) {
      const piece = next.all(last.seq, PIECE) as unknown as AuditLine[];
      // It may have been told in other words since the piece before: what seems wrong is looked at once more, at one go.
      if (brokenIn(piece, last) !== null) return this.broken();
      if (piece.length < PIECE) return null;
      last = piece[piece.length - 1];
      await setImmediate();
    }
  }
}

type Link = Pick<AuditLine, 'seq' | 'hash'>;

function brokenIn(lines: Iterable<unknown>, { seq, hash: last }: Link): number | null {
  for (const line of lines) {
    const { hash, at, ...note } = line as AuditLine;
    if (note.seq !== seq + 1 || hash !== hashOf(last, at, note)) return note.seq;
    [last, seq] = [hash, note.seq];
  }
  return null;
}

function hashOf(before: string, at: number, { who, what, about, address }: AuditNote): string {
  return createHash('sha256')
    .update(JSON.stringify([before, at, who, what, about, address]))
    .digest('hex');
}
