// Who stands on the ladder of waiting: how long they have waited by now, and how that is by the goal of their queue. The
// desk and the walls' widget ask the same.
import { levelOf } from '#core/level.ts';
import type { Ladder } from '#core/view/floor-view.ts';
import type { Climber } from './ladder-rungs.ts';

/** Who has not been heard of for so long may have been answered: they climb no further. */
const UNHEARD_MS = 15_000;

export interface QueueClimber extends Climber {
  queue: string;
}

/** Longest first. @param asOf of the ladder, epoch ms @param now epoch ms; null: nobody climbs between two frames */
export function climbersOf({ people, queues }: Ladder, asOf: number, now: number | null): QueueClimber[] {
  const at = Math.min(Math.max(now ?? asOf, asOf), asOf + UNHEARD_MS);
  return Object.entries(people).map(([key, queue]) => {
    const waitS = Math.max(0, (at - Math.floor(Number(key))) / 1000);
    // A picture that was kept by another build may have none.
    const goal = (queues[queue] as Ladder['queues'][string] | undefined)?.goal;
    return { queue, waitS, level: levelOf(waitS, goal) };
  });
}
