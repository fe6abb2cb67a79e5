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
  readonly #prepare: ((state: State) => Promise<void>) | undefined;
  #newest: State | null = null;

  /**
   * @param topic as the server knows it: "board?id=floor", "messages"
   * @param prepare fetches what a state needs before it can be used; what was used before stays meanwhile
   */
  constructor(line: Line, topic: string, prepare?: (state: State) => Promise<void>) {
    this.#line = line;
    this.#topic = topic;
    this.#prepare = prepare;
  }

  /** @returns stops */
  start(): () => void {
    return this.#line.watch<State>(this.#topic, {
      paint: ({ state, asOf, kept }) => {
        // After a lost connection the same comes again as another object: nothing is drawn anew for that.
        const isSame = state === this.#newest || JSON.stringify(state) === JSON.stringify(this.#newest);
        Object.assign(this, { asOf, isKept: kept !== null, refusal: null });
        if (!isSame) this.#take(state);
      },
      refused: (sentence) => {
        this.refusal = sentence;
      },
    });
  }

  #take(state: State): void {
    this.#newest = state;
    if (!this.#prepare) this.state = state;
    else
      void this.#prepare(state).then(() => {
        if (this.#newest === state) this.state = state;
      });
  }
}
