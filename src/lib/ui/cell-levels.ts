// Which number of a queue's row is to blame for the row's level.
import type { QueueRow } from '#core/view/floor-view.ts';

export type CellLevels = NonNullable<QueueRow['levels']>;

export const NO_LEVELS: CellLevels = { longest: 'none', serviceLevel: 'none' };

/** As the server says; where it does not, the wait is to blame when it is past its goal, else the service level. */
export function cellLevels({ level, levels, longestS, goalS }: QueueRow): CellLevels {
  if (levels) return levels;
  const late = longestS !== null && longestS > goalS;
  return late ? { ...NO_LEVELS, longest: level } : { ...NO_LEVELS, serviceLevel: level };
}
