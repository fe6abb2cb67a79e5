// How often visits of each queue were found to have ended so: never falls, a correction counts anew.
import { OUTCOMES, type Outcome } from './outcome.ts';

/** By the queue's number: counts by place in OUTCOMES. */
export class Endings extends Map<number, number[]> {
  count(queue: number, outcome: Outcome): void {
    let counts = this.get(queue);
    if (!counts) this.set(queue, (counts = OUTCOMES.map(() => 0)));
    counts[OUTCOMES.indexOf(outcome)]++;
  }
}
