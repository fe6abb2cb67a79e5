// Whole worlds by seed: screens over broken links, sources that tell late, twice and in disorder, a server that dies;
// then every screen equals the engine, the engine the recount, and the server one that never stopped. npm run simulate
// runs more of them and tells the story of one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayOf, runSeed } from './run-seed.ts';
import { runSeeds } from './run-seeds.ts';

const SEEDS = 2000;
const past = JSON.parse(readFileSync(join(import.meta.dirname, 'seeds.json'), 'utf8')) as {
  seed: number;
  found: string;
}[];

describe('in a simulated world', () => {
  it.each(past)('what seed $seed found holds: $found', async ({ seed }) => {
    expect((await runSeed({ seed })).problems).toEqual([]);
  });

  it('the same seed tells the same story', async () => {
    const story = async () => {
      const lines: string[] = [];
      await runSeed({ seed: 42, trace: (line) => lines.push(line) });
      return lines;
    };
    const told = await story();
    expect(told.length).toBeGreaterThan(20);
    expect(await story()).toEqual(told);
  });

  it(`everything holds through ${SEEDS} seeds`, { timeout: 900_000 }, async () => {
    const { failed, events, restarts, figures, seconds } = await runSeeds(
      Array.from({ length: SEEDS }, (_, i) => i + 1),
    );
    console.log(
      `${SEEDS} seeds: ${events} events, ${restarts} restarts, ${figures} figures recounted (${seconds.toFixed(0)} s)`,
    );
    expect(failed.map(({ seed, problems }) => `${problems[0]}: ${replayOf(seed)}`)).toEqual([]);
    expect(events / SEEDS).toBeGreaterThan(60);
    expect(restarts / SEEDS).toBeGreaterThan(0.5);
    expect(figures / SEEDS).toBeGreaterThan(1000);
  });
});
