// That complete snapshots did not list somebody. Who tells of an agent last knows: not to be listed there ends what they
// are, and not to be listed elsewhere, where they may have signed on before, says nothing.
import type { History } from './history.ts';
import type { StateSpan } from './packings.ts';

/** Added to the number of the source where a state is an absence. */
const ABSENT = 128;

export interface Absence {
  /** epoch ms */
  at: number;
  seenAt: number;
  /** number of the source among those that tell of the agent */
  by: number;
}

export class Absences {
  /** those at sources that had not told of the agent last */
  elsewhere: Absence[] = [];
  readonly #states: History<StateSpan>;

  constructor(states: History<StateSpan>) {
    this.#states = states;
  }

  /** @returns the place in the states that it took; Infinity: it says nothing */
  add(absence: Absence): number {
    if (this.#tellerAt(absence.at) === absence.by) return this.#put(absence);
    this.elsewhere.push(absence);
    return Infinity;
  }

  /** A state was told: absences after it, and before the next, are judged by who told it. @param place of the state */
  judgeAfter(place: number): void {
    const [at, by] = [this.#states.at(place), this.#by(place)];
    let next = place + 1;
    while (next < this.#states.length && this.#by(next) >= ABSENT) {
      if (this.#by(next) === by + ABSENT) next++;
      else this.#hide(next);
    }
    if (this.elsewhere.length === 0) return;
    const until = next < this.#states.length ? this.#states.at(next) : Infinity;
    const isHere = (one: Absence) => one.by === by && one.at >= at && one.at < until;
    const here = this.elsewhere.filter(isHere);
    this.elsewhere = this.elsewhere.filter((one) => !isHere(one));
    for (const one of here) this.#put(one);
  }

  forget(seenBefore: number): void {
    this.elsewhere = this.elsewhere.filter(({ seenAt }) => seenAt >= seenBefore);
  }

  #by(place: number): number {
    return this.#states.column('by')[place];
  }

  /** Who told last of the agent at an instant; -1: nobody had yet. */
  #tellerAt(at: number): number {
    let place = this.#states.firstFrom(at + 1) - 1;
    while (place >= 0 && this.#by(place) >= ABSENT) place--;
    return place < 0 ? -1 : this.#by(place);
  }

  #hide(place: number): void {
    const by = this.#by(place) - ABSENT;
    this.elsewhere.push({ at: this.#states.at(place), seenAt: this.#states.seenAt(place), by });
    this.#states.remove(place);
  }

  #put({ at, seenAt, by }: Absence): number {
    const offline = { state: 'offline', reason: '', sinceAt: at, by: by + ABSENT } as const;
    return this.#states.put({ at, sequence: '', seenAt }, offline);
  }
}
