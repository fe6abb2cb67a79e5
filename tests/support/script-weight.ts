// How much script a page loads before its first picture.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** Bytes of script in gzip, until this is on the screen and nothing more is asked for. Without a service worker. */
export async function scriptUntil(page: Page, url: string, shown: string): Promise<number> {
  const scripts = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.set(pathname, response.body());
  });
  await page.goto(url);
  await page.locator(shown).first().waitFor();
  await page.waitForLoadState('networkidle');
  const bodies = await Promise.all(scripts.values());
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
}
