// How long a person was in each state: running totals beside the history, so that any window costs two look-ups.
import { AGENT_STATES } from '../vocabulary.ts';

/** ms in each state, by its place in AGENT_STATES */
export type StateTimes = number[];

/** What is asked of the history of states. */
interface States {
  firstFrom(at: number): number;
  at(place: number): number;
  /** each state's place in AGENT_STATES */
  column(name: 'state'): ArrayLike<number>;
}

/** A running total is kept at every so many changes: the rest is added up when asked. */
const BLOCK = 16;

export class TimeInState {
  readonly #states: States;
  /** totals up to the instant of each BLOCKth change */
  #upTo: StateTimes[] = [];

  constructor(states: States) {
    this.#states = states;
  }

  /** The change at this place, and so all totals after it, are new. */
  changedFrom(place: number): void {
    this.#upTo.length = Math.min(this.#upTo.length, Math.ceil(place / BLOCK));
  }

  within(fromAt: number, toAt: number): StateTimes {
    const until = this.#until(toAt);
    const from = this.#until(fromAt);
    return until.map((ms, i) => ms - from[i]);
  }

  #until(at: number): StateTimes {
    const place = this.#states.firstFrom(at) - 1;
    if (place < 0) return NO_TIME();
    const block = Math.floor(place / BLOCK);
    this.#extend(block);
    return this.#add(this.#upTo[block], block * BLOCK, place, at);
  }

  #extend(block: number): void {
    if (this.#upTo.length === 0) this.#upTo.push(NO_TIME());
    for (let i = this.#upTo.length; i <= block; i++) {
      const first = i * BLOCK;
      this.#upTo.push(this.#add(this.#upTo[i - 1], first - BLOCK, first - 1, this.#states.at(first)));
    }
  }

  /** Totals and what the states of these changes add to them; the last one holds until `at`. */
  #add(totals: StateTimes, first: number, last: number, at: number): StateTimes {
    const states = this.#states;
    const state = states.column('state');
    const times = [...totals];
    for (let i = first; i <= last; i++) {
      const until = i === last ? at : states.at(i + 1);
      times[state[i]] += until - states.at(i);
    }
    return times;
  }
}

const NO_TIME = (): StateTimes => AGENT_STATES.map(() => 0);
