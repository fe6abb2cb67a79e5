// How much script a wall loads before its first picture, in the language that takes most.
import { launchBrowser } from './browser.ts';
import { endFloor, startFloor } from './busy-server.ts';
import type { Figure } from './figure.ts';
import { scriptUntil } from '../support/script-weight.ts';

export async function run(): Promise<Figure[]> {
  const server = await startFloor();
  const browser = await launchBrowser();
  try {
    const bytes: number[] = [];
    for (const language of ['en', 'ru']) {
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, serviceWorkers: 'block' });
      bytes.push(await scriptUntil(page, `${server.url}/wall/floor?lang=${language}`, '[data-widget=flow] svg'));
      await page.close();
    }
    const what = 'JavaScript to the first wall, gzip';
    return [{ name: 'script', what, value: Math.max(...bytes) / 1000, unit: 'kB', goal: { atMost: 120 } }];
  } finally {
    await browser.close();
    await endFloor(server);
  }
}
