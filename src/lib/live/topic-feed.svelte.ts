// A topic whose state is used as it is: a board, a playlist, messages.
import type { Line } from './line.svelte.ts';

export class TopicFeed<State> {
  /** replaced as a whole, never changed inside; null before the first frame */
  state = $state.raw<State | null>(null);
  /** epoch ms of the frame on the screen */
  asOf = $state.raw<number | null>(null);
  /** kept from before the page was loaded: nothing newer came yet */
  isKept = $state.raw(false);
  /** why the server can't serve this topic */
  refusal = $state.raw<string | null>(null);

  readonly #line: Line;
  readonly #topic: string;

  /** @param topic as the server knows it: "board?id=floor", "messages" */
  constructor(line: Line, topic: string) {
    this.#line = line;
    this.#topic = topic;
  }

  /** @returns stops */
  start(): () => void {
    return this.#line.watch<State>(this.#topic, {
      paint: ({ state, asOf, kept }) => {
        // After a lost connection the same comes again as another object: nothing is drawn anew for that.
        const isSame = state === this.state || JSON.stringify(state) === JSON.stringify(this.state);
        Object.assign(this, { asOf, isKept: kept !== null, refusal: null, ...(isSame ? {} : { state }) });
      },
      refused: (sentence) => {
        this.refusal = sentence;
      },
    });
  }
}
