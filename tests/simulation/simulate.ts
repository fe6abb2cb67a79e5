// npm run simulate: many seeds, or the story of one.
import { parseArgs } from 'node:util';
import { wrongArgument } from '../../server/wrong-argument.ts';
import { replayOf, runSeed, shrink } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';
import { ALL_TROUBLE, type Trouble } from './world.ts';

const HELP = `npm run simulate -- [--seeds 1..2000]
npm run simulate -- --seed 42 [--trouble links,restarts,disorder,leaps,retention] [--events 50] [--trace]

  --seeds    these, on all cores; default 1..2000
  --seed     this one
  --trouble  only these kinds; "" for none
  --events   only so many of the day's events, the earliest
  --trace    tells the story step by step
Ends with 0 when everything held, with 1 when something did not, with 2 when it was called wrongly.`;

function optionsOf() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { seeds: text, seed: text, trouble: text, events: text, trace: flag, help: flag };
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    return wrong(wrongArgument(cause));
  }
}

function wrong(sentence: string): never {
  console.error(`${sentence}\n\n${HELP}`);
  process.exit(2);
}

function numberOf(name: string, given: string): number {
  const number = Number(given);
  return Number.isInteger(number) && number >= 0 ? number : wrong(`--${name}: "${given}" is no whole number.`);
}

function troubleOf(given: string): Trouble {
  const kinds = given.split(',').filter((kind) => kind !== '');
  const unknown = kinds.find((kind) => !Object.hasOwn(ALL_TROUBLE, kind));
  if (unknown !== undefined) wrong(`--trouble: "${unknown}" is not known.`);
  const isOn = Object.keys(ALL_TROUBLE).map((kind) => [kind, kinds.includes(kind)]);
  return Object.fromEntries(isOn) as Record<keyof Trouble, boolean>;
}

async function one(seed: number, { trouble, events, trace }: ReturnType<typeof optionsOf>): Promise<boolean> {
  const ran = await runSeed({
    seed,
    ...(trouble !== undefined && { trouble: troubleOf(trouble) }),
    ...(events !== undefined && { most: numberOf('events', events) }),
    ...(trace === true && { trace: (line: string) => console.log(line) }),
  });
  for (const sentence of ran.problems) console.error(sentence);
  console.log(`seed ${seed}: ${ran.events} events, ${ran.restarts} restarts, ${ran.figures} figures recounted`);
  return ran.problems.length === 0;
}

async function many(range: string): Promise<boolean> {
  const [from, to = from] = range.split('..').map((part) => numberOf('seeds', part));
  const seeds = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const progress = (done: number) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${seeds.length}`);
  };
  const { failed, events, restarts, figures, seconds } = await runSeeds(seeds, progress);
  if (process.stdout.isTTY) process.stdout.write('\r');
  for (const { seed, problems } of failed) console.error(`seed ${seed}: ${problems[0]}\n  ${replayOf(seed)}`);
  if (failed.length > 0) {
    const { seed } = failed[0];
    const { needs, most, problems } = await shrink(seed);
    console.error(
      `\nseed ${seed} still fails with ${needs.length === 0 ? 'no trouble' : needs.join(', ')} and ${most} events:`,
    );
    console.error(`  ${problems[0]}\n  ${replayOf(seed, needs, most)}`);
  }
  console.log(
    `${seeds.length} seeds, ${failed.length} failed: ${events} events, ${restarts} restarts, ${figures} figures recounted (${seconds.toFixed(0)} s)`,
  );
  return failed.length === 0;
}

const options = optionsOf();
if (options.help === true) console.log(HELP);
else {
  const held =
    options.seed !== undefined
      ? await one(numberOf('seed', options.seed), options)
      : await many(options.seeds ?? '1..2000');
  process.exitCode = held ? 0 : 1;
}
