// The state of one topic as the server last told it: full frames replace it, deltas move it on, a gap asks for a full
// frame (P11–P14). Draws nothing, sends nothing.
import { apply } from '#core/protocol/delta.ts';
import type { Delta, Full } from '#core/protocol/messages.ts';

/** changed: new state; moved: only asOf is new; ignored: nothing is new; resync: ask for a full frame */
export type Outcome = 'changed' | 'moved' | 'ignored' | 'resync';

export class Replica<State> {
  #state: State | null = null;
  #epoch: string | null = null;
  #seq = -1;
  #asOf = 0;
  /** between a gap and the full frame that closes it: one question is enough */
  #asked = false;

  get state(): State | null {
    return this.#state;
  }
  /** epoch ms */
  get asOf(): number {
    return this.#asOf;
  }
  /** null before the first frame */
  get position(): { epoch: string; seq: number } | null {
    return this.#epoch === null ? null : { epoch: this.#epoch, seq: this.#seq };
  }

  receive(frame: Full | Delta): Outcome {
    return frame.t === 'full' ? this.#replace(frame) : this.#advance(frame);
  }

  /** A new connection starts with a full frame: questions of the old one are void. */
  reconnected(): void {
    this.#asked = false;
  }

  #replace(frame: Full): Outcome {
    this.#asked = false;
    this.#take(frame, frame.state as State);
    return 'changed';
  }

  #advance(frame: Delta): Outcome {
    if (this.#state === null || frame.epoch !== this.#epoch || frame.base !== this.#seq) return this.#ask();
    if (!frame.changes) {
      this.#take(frame, this.#state);
      return 'moved';
    }
    try {
      this.#take(frame, apply(this.#state, frame.changes));
      return 'changed';
    } catch {
      return this.#ask();
    }
  }

  #ask(): Outcome {
    if (this.#asked) return 'ignored';
    this.#asked = true;
    return 'resync';
  }

  #take(frame: Full | Delta, state: State): void {
    this.#state = state;
    this.#epoch = frame.epoch;
    this.#seq = frame.seq;
    this.#asOf = frame.asOf;
  }
}
