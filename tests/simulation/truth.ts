// What the server had at each position, so that what a screen holds can be held against it, frame by frame.
import type { Position } from './screen.ts';

export class Truth {
  readonly #states = new Map<string, unknown[]>();

  note(epoch: string, topic: string, at: number, state: unknown): void {
    const key = `${epoch} ${at} ${topic}`;
    const known = this.#states.get(key);
    if (known) known.push(state);
    else this.#states.set(key, [state]);
  }

  knows(topic: string, { epoch, asOf }: Position, state: unknown): boolean {
    return (this.#states.get(`${epoch} ${asOf} ${topic}`) ?? []).some((one) => isSame(one, state));
  }
}

/** As JSON says them: a key with the value undefined is absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  if (Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const said = Object.keys(left).filter((key) => left[key] !== undefined);
  if (said.length !== Object.keys(right).filter((key) => right[key] !== undefined).length) return false;
  return said.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]));
}
