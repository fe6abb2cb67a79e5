// Hysteresis: a level gets worse at once and better only when the number has been clear of it for half a minute, so that
// no colour flickers around a limit. Looks back instead of remembering: history and a screen that was just opened say
// the same as one that was always on.
import { worse, type Level } from './level.ts';

const LOOK_EVERY_MS = 10_000;
const LOOKS = 3;

export class HeldLevels {
  /** levels at past instants, by "key instant" */
  #known = new Map<string, Level>();

  /**
   * @param level as of `at`
   * @param judge the level as of an earlier instant; asked once for each
   */
  hold(key: string, level: Level, at: number, judge: (at: number) => Level): Level {
    if (level === 'none' || level === 'act') return level;
    let held: Level = level;
    const last = Math.floor(at / LOOK_EVERY_MS) * LOOK_EVERY_MS;
    for (let look = 0; look < LOOKS && held !== 'act'; look++) {
      const then = this.#at(key, last - look * LOOK_EVERY_MS, judge);
      if (then === 'look' || then === 'act') held = worse(held, then);
    }
    return held;
  }

  /** Levels before this instant are not asked for again. */
  forget(before: number): void {
    for (const name of this.#known.keys())
      if (Number(name.slice(name.lastIndexOf(' ') + 1)) < before) this.#known.delete(name);
  }

  /** What was known as of a later instant may be otherwise: a fact came late. */
  forgetAfter(instant: number): void {
    for (const name of this.#known.keys())
      if (Number(name.slice(name.lastIndexOf(' ') + 1)) > instant) this.#known.delete(name);
  }

  #at(key: string, at: number, judge: (at: number) => Level): Level {
    const name = `${key} ${at}`;
    let level = this.#known.get(name);
    if (level === undefined) this.#known.set(name, (level = judge(at)));
    return level;
  }
}
