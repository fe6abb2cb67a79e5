// How much script a page loads before its first picture: over a slow line to a weak machine that is what it waits for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { post } from '../support/events.ts';
import { scriptUntil } from '../support/script-weight.ts';
import { ServerProcess } from '../support/server-process.ts';

let server: ServerProcess;
const data = mkdtempSync(join(tmpdir(), 'tablo-budget-'));
test.beforeAll(async () => {
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  await post(server.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES }));
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});
test.use({ serviceWorkers: 'block' });

const PAGES = [
  ['/wall/floor', '[data-widget=flow] svg', 120_000],
  ['/kiosk/floor', '[data-shown="true"] [data-widget=flow] svg', 120_000],
  ['/desk', 'main [data-queue]', 150_000],
] as const;
for (const language of ['en', 'ru'])
  for (const [path, shown, most] of PAGES)
    test(`${path} in ${language} loads at most ${most / 1000} kB of script`, async ({ page }) => {
      const bytes = await scriptUntil(page, `${server.url}${path}?lang=${language}`, shown);
      console.log(`${path} ${language}: ${(bytes / 1000).toFixed(1)} kB`);
      expect(bytes).toBeGreaterThan(60_000);
      expect(bytes).toBeLessThanOrEqual(most);
    });
