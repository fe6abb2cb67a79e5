// How much of what is sent may be in memory at once, from the first byte of a body to its answer. Small bodies have a
// share of their own: one sender that floods the server does not keep the others out.
import { TooBusy } from '../ingest.ts';

const MIB = 1024 * 1024;
/** of the text */
const SMALL_BYTES = MIB / 4;
const MOST_SMALL_BYTES = 16 * MIB;
const MOST_LARGE_BYTES = 64 * MIB;

export class BodyBudget {
  #small = 0;
  #large = 0;

  /** For one body. Each of its `give` comes to an end with `end`. */
  open(): BodyShare {
    let held = 0;
    const move = (bytes: number) => {
      const [before, after] = [held, held + bytes];
      this.#small += small(after) - small(before);
      this.#large += large(after) - large(before);
      held = after;
    };
    return {
      grow: (bytes) => {
        move(bytes);
        if (this.#small > MOST_SMALL_BYTES || this.#large > MOST_LARGE_BYTES)
          throw new TooBusy('Too much is being sent at once; send it again in a second.');
      },
      end: () => move(-held),
    };
  }
}

export interface BodyShare {
  /** @throws TooBusy when there is no room for so many bytes more */
  grow(bytes: number): void;
  end(): void;
}

const small = (bytes: number): number => (bytes <= SMALL_BYTES ? bytes : 0);
const large = (bytes: number): number => (bytes > SMALL_BYTES ? bytes : 0);
