// How far a start is, and how long it may still take.
import type { Starting } from '#core/protocol/messages.ts';
import { Pace } from './pace.ts';
import { REAL_TIMERS, type Timers } from './timers.ts';

export class Progress {
  readonly #timers: Pick<Timers, 'monotonic'>;
  readonly #pace = new Pace();
  #done = 0;
  #of = 0;

  constructor(timers: Pick<Timers, 'monotonic'> = REAL_TIMERS) {
    this.#timers = timers;
  }

  tell(done: number, of: number): void {
    this.#done = done;
    this.#of = Math.max(done, of);
    this.#pace.step(done, this.#timers.monotonic());
  }

  /** Events read of those that are to be read, and the seconds left at the pace of late; null while nobody can tell. */
  now(): Omit<Starting, 't'> {
    const [done, of] = [this.#done, this.#of];
    const leftMs = this.#pace.leftMs(of, this.#timers.monotonic());
    return { done, of, secondsLeft: leftMs === null ? null : Math.ceil(leftMs / 1000) };
  }
}
