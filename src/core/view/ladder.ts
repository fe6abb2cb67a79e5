// Who waits now, longest first.
import { nameIn } from '../directory.ts';
import type { Engine } from '../engine.ts';
import type { Scope } from '../scope.ts';
import { MOST_ON_LADDER, type Ladder } from './floor-view.ts';

/** @param at as of this instant, epoch ms @param language of the queues' names */
export function ladderOf(engine: Engine, scope: Scope, at: number, language: string): Ladder {
  const all = [...engine.waiting(at, scope)].map(({ queue, enteredAt }) => ({
    queue: engine.floor.queues.text(queue),
    enteredAt,
  }));
  all.sort((a, b) => a.enteredAt - b.enteredAt || (a.queue < b.queue ? -1 : 1));
  const ladder: Ladder = { waiting: all.length, people: {}, queues: {} };
  let nth = 0;
  let before = NaN;
  for (const { queue, enteredAt } of all.slice(0, MOST_ON_LADDER)) {
    nth = enteredAt === before ? nth + 1 : 1;
    before = enteredAt;
    ladder.people[`${enteredAt}.${nth}`] = queue;
    ladder.queues[queue] ??= {
      name: nameIn(engine.queueEntries.get(queue)?.name ?? queue, language),
      goal: engine.goal('wait.longest', { ...scope, queue }),
    };
  }
  return ladder;
}
