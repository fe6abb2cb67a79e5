// Value and goal → fine, look or act. "none" where there is nothing to judge.

/** Each is worse than the one before. */
export const LEVELS = ['none', 'fine', 'look', 'act'] as const;
export type Level = (typeof LEVELS)[number];

export interface Goal {
  /** beyond this: look */
  look: number;
  /** beyond this: act */
  act: number;
  /** which side is bad */
  bad: 'above' | 'below';
}

/** A value just at a limit is still on its good side; "none" where there is no value or no goal. */
export function levelOf(value: number | null, goal: Goal | undefined): Level {
  if (value === null || goal === undefined) return 'none';
  const beyond = (limit: number) => (goal.bad === 'above' ? value > limit : value < limit);
  return beyond(goal.act) ? 'act' : beyond(goal.look) ? 'look' : 'fine';
}

/** The worse of two. */
export function worse(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b;
}
