// The order in which queues ask for attention: worst level, then the longest wait measured by its goal, then how many
// wait, then the id. The order is total, so rows never swap places without a reason.
import { worse, type Level } from './level.ts';
import type { QueueRow } from './view/floor-view.ts';

export type Pain = Pick<QueueRow, 'id' | 'level' | 'longestS' | 'goalS' | 'waiting'>;

export function comparePain(a: Pain, b: Pain): number {
  return (
    compareLevels(a.level, b.level) ||
    strain(b) - strain(a) ||
    b.waiting - a.waiting ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function compareLevels(a: Level, b: Level): number {
  return a === b ? 0 : worse(a, b) === a ? -1 : 1;
}

/** Who needs attention most first. */
export function byPain<Row extends Pain>(rows: readonly Row[]): Row[] {
  return [...rows].sort(comparePain);
}

/** The longest wait in goals: 2 = twice what was promised. A queue without a goal is measured in seconds. */
export function strain(row: Pick<Pain, 'longestS' | 'goalS'>): number {
  if (row.longestS === null) return 0;
  return row.goalS > 0 ? row.longestS / row.goalS : row.longestS;
}
