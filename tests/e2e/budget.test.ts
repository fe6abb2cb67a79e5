// How much script a page loads before its first picture: over a slow line to a weak machine that is what it waits for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { post } from '../support/events.ts';
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

/** Bytes of script in gzip, until this is on the screen and nothing more is asked for. */
async function scriptUntil(page: Page, path: string, shown: string): Promise<number> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.set(pathname, response.body());
  });
  await page.goto(server.url + path);
  await expect(page.locator(shown).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  const bodies = await Promise.all(scripts.values());
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
}

const PAGES = [
  ['/wall/floor', '[data-widget=flow] svg', 120_000],
  ['/kiosk/floor', '[data-shown="true"] [data-widget=flow] svg', 120_000],
  ['/desk', 'main [data-queue]', 150_000],
] as const;
for (const language of ['en', 'ru'])
  for (const [path, shown, most] of PAGES)
    test(`${path} in ${language} loads at most ${most / 1000} kB of script`, async ({ page }) => {
      const bytes = await scriptUntil(page, `${path}?lang=${language}`, shown);
      console.log(`${path} ${language}: ${(bytes / 1000).toFixed(1)} kB`);
      expect(bytes).toBeGreaterThan(60_000);
      expect(bytes).toBeLessThanOrEqual(most);
    });
