// Value and goal → fine, look or act. "none" where there is nothing to judge.

export type Level = 'none' | 'fine' | 'look' | 'act';

export interface Goal {
  /** beyond this: look */
  look: number;
  /** beyond this: act */
  act: number;
  /** which side is bad */
  bad: 'above' | 'below';
}

export function levelOf(value: number | null, goal: Goal | undefined): Level {
  if (value === null || goal === undefined) return 'none';
  const beyond = (limit: number) => (goal.bad === 'above' ? value > limit : value < limit);
  return beyond(goal.act) ? 'act' : beyond(goal.look) ? 'look' : 'fine';
}

const RANK: Record<Level, number> = { none: 0, fine: 1, look: 2, act: 3 };

export function worse(a: Level, b: Level): Level {
  return RANK[a] >= RANK[b] ? a : b;
}
