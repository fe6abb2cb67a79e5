// Looks after the paired screens: who is connected and stands still is said in the log within half a minute, once when it
// begins and once when it is over. How many are how is counted here for whoever asks.
import type { Logger } from 'pino';
import { HEALTH_LEVEL, healthOf, HEALTHS, UNPAINTED_MS, type Health } from '#core/screen-health.ts';
import type { Doors } from './access/doors.ts';
import type { Screen } from './access/screens.ts';
import type { Fleet } from './fleet.ts';
import { every, type Timers } from './timers.ts';

const LOOK_MS = 2_000;
const SENTENCES: Partial<Record<Health, string>> = {
  notPainting: 'is connected, and what it shows stands still',
  silent: 'is connected, and has never told how it is',
  old: 'is connected, and its picture is not of now',
  unpaired: 'has no secret that holds: it shows a code, pair it again',
};

type Known = Pick<Doors, 'screens' | 'credentials'>;

export function judge({ credentials }: Known, fleet: Pick<Fleet, 'of'>, { id }: Pick<Screen, 'id'>): Health {
  return healthOf({ ...fleet.of(id).signs, mayComeIn: credentials.of({ kind: 'screen', id }).length > 0 });
}

/** @returns how many of them are how; of each health, 0 where none is */
export function countHealths(
  doors: Known,
  fleet: Pick<Fleet, 'of'>,
  screens: readonly Screen[],
): Record<Health, number> {
  const counts = Object.fromEntries(HEALTHS.map((health) => [health, 0])) as Record<Health, number>;
  for (const screen of screens) counts[judge(doors, fleet, screen)]++;
  return counts;
}

export class FleetWatch {
  readonly #doors: Known;
  readonly #fleet: Pick<Fleet, 'of'>;
  readonly #logger: Logger;
  /** id → how it was when it was said */
  #said = new Map<string, Health>();
  #stop = (): void => {};

  constructor(doors: Known, fleet: Pick<Fleet, 'of'>, logger: Logger) {
    this.#doors = doors;
    this.#fleet = fleet;
    this.#logger = logger;
  }

  /** When there are numbers to show: soon after that every screen has them. */
  start(timers: Timers): void {
    this.#stop = timers.after(UNPAINTED_MS, () => {
      this.#stop = every(timers, LOOK_MS, () => this.#look());
    });
  }

  stop(): void {
    this.#stop();
  }

  #look(): void {
    const said = new Map<string, Health>();
    for (const screen of this.#doors.screens.all()) {
      const health = judge(this.#doors, this.#fleet, screen);
      const before = this.#said.get(screen.id);
      const sentence = SENTENCES[health];
      if (sentence !== undefined) said.set(screen.id, health);
      if (sentence !== undefined && before !== health) this.#logger.error(`the screen ${named(screen)} ${sentence}`);
      if (sentence === undefined && before !== undefined)
        this.#logger.warn(`the screen ${named(screen)} is ${HEALTH_LEVEL[health] === 'fine' ? 'well again' : health}`);
    }
    this.#said = said;
  }
}

const named = ({ name, place }: Screen): string => `"${name}"${place === '' ? '' : ` (${place})`}`;
