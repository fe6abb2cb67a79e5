// One seed from beginning to end, and what is worth knowing of one that failed.
import { check, type Checked } from './checks.ts';
import { ALL_TROUBLE, World, type Trouble, type WorldOptions } from './world.ts';

export interface Ran {
  seed: number;
  /** in sentences; none: all is well */
  problems: string[];
  /** so that nobody takes seeds in which nothing happened for a proof */
  events: number;
  /** of the day, that were to be told */
  told: number;
  restarts: number;
  figures: number;
}

export async function runSeed(options: WorldOptions): Promise<Ran> {
  const world = new World(options);
  const { problems, figures } = await attempt(world);
  const { seed, restarts, log, day } = world;
  return { seed, problems, figures, restarts, events: log.events.length, told: day.events.length };
}

async function attempt(world: World): Promise<Checked> {
  try {
    const broken = await world.run();
    return broken.length > 0 ? { problems: broken, figures: 0 } : check(world);
  } catch (error) {
    return { problems: [(error as Error).stack ?? String(error)], figures: 0 };
  }
}

export interface Shrunken {
  /** without these it does not fail */
  needs: (keyof Trouble)[];
  /** the first so many of the day's events are enough */
  most: number;
  problems: string[];
}

/** Fewer kinds of trouble, then fewer events, as long as it still fails. */
export async function shrink(seed: number): Promise<Shrunken> {
  const trouble = { ...ALL_TROUBLE };
  let { problems, told: most } = await runSeed({ seed });
  const fails = async (options: WorldOptions): Promise<boolean> => {
    const ran = await runSeed(options);
    if (ran.problems.length > 0) problems = ran.problems;
    return ran.problems.length > 0;
  };
  for (const kind of Object.keys(trouble) as (keyof Trouble)[])
    if (await fails({ seed, trouble: { ...trouble, [kind]: false } })) trouble[kind] = false;
  for (let step = most >> 1; step > 0; step >>= 1)
    while (most > step && (await fails({ seed, trouble, most: most - step }))) most -= step;
  return { needs: (Object.keys(trouble) as (keyof Trouble)[]).filter((kind) => trouble[kind]), most, problems };
}

/** The one command that shows it again. */
export function replayOf(seed: number, needs?: readonly string[], most?: number): string {
  const trouble = needs ? ` --trouble ${needs.join(',') || '""'}` : '';
  return `npm run simulate -- --seed ${seed}${trouble}${most === undefined ? '' : ` --events ${most}`} --trace`;
}
