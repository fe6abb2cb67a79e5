import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { messages } from './vite/messages.ts';

export default defineConfig({
  plugins: [messages()],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // By itself vitest leaves a core for its own: on two, one file would run at a time, and they wait a good deal.
    maxWorkers: availableParallelism(),
  },
});
