import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { messages } from './vite/messages.ts';

/** The longest files, those that wait before those that count. By itself vitest takes a larger file for a longer one. */
const LONGEST = [
  'faults/kill',
  'server/gateway',
  'server/alerts',
  'simulation/simulation',
  'contracts/metric',
  'server/erasure',
  'server/cli-restore',
  'server/prometheus',
  'server/gateway-slow-screens',
  'server/ingest-memory',
];

/** None of the long ones is left to the end, when the other workers have nothing more to do. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [messages()],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One more than there are cores: a good deal of the tests wait, for processes, timers and disks.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
  },
});
