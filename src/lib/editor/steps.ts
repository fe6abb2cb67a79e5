// Undo and redo of anything that is never changed inside.

export interface Steps<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** what the last step was about; one about the same is part of it */
  readonly about: string | null;
}

export const begin = <T>(now: T): Steps<T> => ({ past: [], now, future: [], about: null });

/** @param about e.g. a field that is typed into: letter by letter it is one step. null: a step of its own */
export function step<T>(steps: Steps<T>, next: T, about: string | null = null): Steps<T> {
  if (next === steps.now) return steps;
  const isSame = about !== null && about === steps.about;
  return { past: isSame ? steps.past : [...steps.past, steps.now], now: next, future: [], about };
}

export function undo<T>(steps: Steps<T>): Steps<T> {
  if (steps.past.length === 0) return steps;
  const before = steps.past[steps.past.length - 1];
  return { past: steps.past.slice(0, -1), now: before, future: [steps.now, ...steps.future], about: null };
}

export function redo<T>(steps: Steps<T>): Steps<T> {
  if (steps.future.length === 0) return steps;
  const [next, ...future] = steps.future;
  return { past: [...steps.past, steps.now], now: next, future, about: null };
}
