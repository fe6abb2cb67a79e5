// How far a start is, and how long it may still take.
import type { Starting } from '#core/protocol/messages.ts';
import { howFar, Pace } from './pace.ts';
import { REAL_TIMERS, type Timers } from './timers.ts';

/** Between two lines in the log; a start that is over sooner says nothing. */
const LINE_MS = 5000;

export class Progress {
  readonly #timers: Pick<Timers, 'monotonic'>;
  readonly #pace = new Pace();
  #done = 0;
  #of = 0;
  readonly #say: (line: string) => void;
  #saidAt: number | null = null;

  /** @param say hears a line now and then, for the log */
  constructor(timers: Pick<Timers, 'monotonic'> = REAL_TIMERS, say: (line: string) => void = () => {}) {
    this.#timers = timers;
    this.#say = say;
  }

  tell(done: number, of: number): void {
    this.#done = done;
    this.#of = Math.max(done, of);
    const now = this.#timers.monotonic();
    this.#pace.step(done, now);
    this.#saidAt ??= now;
    if (now - this.#saidAt < LINE_MS) return;
    this.#saidAt = now;
    this.#say(howFar({ done, total: this.#of, leftMs: this.#pace.leftMs(this.#of, now) }));
  }

  /** Events read of those that are to be read, and the seconds left at the pace of late; null while nobody can tell. */
  now(): Omit<Starting, 't'> {
    const [done, of] = [this.#done, this.#of];
    const leftMs = this.#pace.leftMs(of, this.#timers.monotonic());
    return { done, of, secondsLeft: leftMs === null ? null : Math.ceil(leftMs / 1000) };
  }
}
