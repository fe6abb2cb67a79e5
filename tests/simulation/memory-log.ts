// A log in memory where SQLite is not the subject: the same identity (source and id), the same order, the same answer to
// "new or known", and a disk that takes its time, is full, or loses what was not written when the process is killed.
import { LogFailure } from '../../server/log/event-log.ts';
import type { LoggedEvent } from '../../server/log/log-reader.ts';
import type { Rows } from '../../server/log/writer.ts';
import type { Timers } from '../../server/timers.ts';

interface Kept extends LoggedEvent {
  identity: string;
  simulated: boolean;
}

export class MemoryLog {
  /** takes nothing */
  isFull = false;
  /** called with what came on disk, in order */
  onWritten: (events: LoggedEvent[]) => void = () => {};
  #kept: Kept[] = [];
  #known = new Set<string>();
  #seq = 0;

  get events(): readonly LoggedEvent[] {
    return this.#kept;
  }

  has(source: string, id: string): boolean {
    return this.#known.has(identityOf(source, id));
  }

  *after(seq: number): Generator<LoggedEvent> {
    for (const event of this.#kept) if (event.seq > seq) yield event;
  }

  /** As server/log/writer.ts: the newest stays, so that no place is ever given twice. */
  forget(before: number, simulatedBefore: number): void {
    const isKept = ({ recordedAt, simulated, seq }: Kept) =>
      recordedAt >= (simulated ? simulatedBefore : before) || seq === this.#seq;
    for (const event of this.#kept) if (!isKept(event)) this.#known.delete(event.identity);
    this.#kept = this.#kept.filter(isKept);
  }

  /** As one transaction. @returns per row: 1 new, 0 known before */
  write({ sources, ids, recordedAt, simulated, bodies }: Rows): Uint8Array {
    if (this.isFull) throw new LogFailure('disk_full', 'database or disk is full');
    const written: Kept[] = [];
    const fresh = Uint8Array.from(ids, (id, i) => {
      const identity = identityOf(sources[i], id);
      if (this.#known.has(identity)) return 0;
      this.#known.add(identity);
      written.push({ seq: ++this.#seq, recordedAt, body: bodies[i], identity, simulated: simulated[i] === 1 });
      return 1;
    });
    this.#kept.push(...written);
    this.onWritten(written);
    return fresh;
  }
}

const identityOf = (source: string, id: string): string => `${source}\0${id}`;

/** The way of one process to the log. */
export class LogWriter {
  /** batches that were given and not answered yet */
  pending = 0;
  readonly #log: MemoryLog;
  readonly #timers: Timers;
  readonly #takesMs: () => number;
  readonly #settled: () => void;
  #freeAt = 0;

  /** @param settled called when an answer was given */
  constructor(log: MemoryLog, timers: Timers, takesMs: () => number, settled: () => void) {
    this.#log = log;
    this.#timers = timers;
    this.#takesMs = takesMs;
    this.#settled = settled;
  }

  /** What is on disk when the process is killed stays there, whether it was answered or not. */
  append(rows: Rows): Promise<Uint8Array> {
    this.pending++;
    const now = this.#timers.monotonic();
    const writtenAt = (this.#freeAt = Math.max(this.#freeAt, now) + this.#takesMs());
    return new Promise((resolve, reject) => {
      this.#timers.after(writtenAt - now, () => {
        const answer = this.#attempt(rows);
        this.#timers.after(1, () => {
          this.pending--;
          if (answer instanceof Uint8Array) resolve(answer);
          else reject(answer);
          this.#settled();
        });
      });
    });
  }

  #attempt(rows: Rows): Uint8Array | LogFailure {
    try {
      return this.#log.write(rows);
    } catch (failure) {
      return failure as LogFailure;
    }
  }
}
