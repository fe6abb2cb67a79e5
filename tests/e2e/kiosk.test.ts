// A kiosk in a real browser: boards in turn without an empty frame, the site that turned red, and how it is left.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { event, post } from '../support/events.ts';
import { Site } from './site.ts';

test.describe.configure({ mode: 'parallel' });
let site: Site;
test.beforeEach(async () => {
  site = await Site.open();
});
test.afterEach(() => site.close());

interface Seen {
  /** frames in which no board was on the screen, or the ground was not dark */
  empty: number;
  shown: string[];
}

/** Looks at every frame of a kiosk from now on. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { empty: 0, shown: [] };
    Object.assign(window, { seen });
    const look = (): void => {
      const slides = [...document.querySelectorAll<HTMLElement>('[data-shown="true"]')];
      const wall = slides[0]?.querySelector('main.wall');
      const isThere = slides.length === 1 && wall && wall.querySelector('[data-queue]');
      if (!isThere || getComputedStyle(wall).backgroundColor !== 'rgb(10, 14, 19)') seen.empty++;
      const name = `${slides[0]?.dataset.slide} ${slides[0]?.dataset.scope}`;
      if (seen.shown.at(-1) !== name) seen.shown.push(name);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

function nodesInDocument(): number {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  let nodes = 1;
  while (walker.nextNode()) nodes++;
  return nodes;
}

const seenBy = (page: Page) => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

function playlist(more: object): void {
  const boards = [
    { board: 'floor', seconds: 3 },
    { board: 'floor', scope: 'site:rostov', seconds: 3 },
  ];
  mkdirSync(join(site.data, 'kiosks'), { recursive: true });
  writeFileSync(
    join(site.data, 'kiosks', 'lobby.json'),
    JSON.stringify({ version: 1, title: 'Lobby', boards, ...more }),
  );
}

async function openKiosk(page: Page): Promise<void> {
  // A server looks for new documents once a second.
  await expect(async () => {
    await page.goto(`${site.wire.url}/kiosk/lobby`);
    await expect(page.locator('[data-shown="true"] main.wall')).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

test('a kiosk goes from board to board without an empty frame, and leaves nothing behind', async ({ page }) => {
  playlist({ dim: [{ from: '00:00', to: '00:00', level: 0.4 }] });
  await openKiosk(page);
  await expect(page.locator('.night')).toHaveCSS('opacity', '0.6');
  await watchFrames(page);
  const cdp = await page.context().newCDPSession(page);
  const turns = async (): Promise<number> => (await seenBy(page)).shown.length;
  /** Nodes that are kept and in no document, in one turn: of the looks the one in the middle, since boards come and go. */
  const detached = async (turn: number): Promise<number> => {
    await expect.poll(turns, { timeout: 40_000 }).toBeGreaterThanOrEqual(turn);
    const looks: number[] = [];
    while ((await turns()) <= turn || looks.length < 5) {
      await cdp.send('HeapProfiler.collectGarbage');
      const { nodes } = await cdp.send('Memory.getDOMCounters');
      looks.push(nodes - (await page.evaluate(nodesInDocument)));
    }
    return looks.sort((x, y) => x - y)[Math.floor(looks.length / 2)];
  };
  // Each of the two was shown: what is made once and kept is there.
  const before = await detached(3);
  const after = await detached(5);
  // Its foot says what comes next, and when.
  const foot = page.locator('[data-shown="true"] footer');
  await expect(foot).toContainText(/Next: (Floor|Rostov|rostov) in [1-3] s/);
  const { empty, shown } = await seenBy(page);
  expect(empty).toBe(0);
  expect(await page.locator('[data-slide]').count()).toBeLessThanOrEqual(2);
  expect(new Set(shown)).toEqual(new Set(['floor all', 'floor site:rostov']));
  expect(after).toBeLessThanOrEqual(before + 20);
});

test('a kiosk shows the site that turned red, and can be left by a long press and a code only', async ({ page }) => {
  const jump = { board: 'floor', afterS: 1, stayS: 5 };
  playlist({ boards: [{ board: 'floor', seconds: 60 }], jumpToRed: jump, exitCode: '2580' });
  await openKiosk(page);
  const shown = page.locator('[data-shown="true"]');
  await expect(shown).toHaveAttribute('data-scope', 'all');
  const waits = { contact: 'contact-red', visit: 'red', queue: 'sales', channel: 'phone', site: 'rostov' };
  await post(site.app.url, [event('contact.queued', Date.now() - 900_000, waits)]);
  await expect(shown).toHaveAttribute('data-scope', 'site:rostov');
  await expect(shown).toHaveAttribute('data-scope', 'all');

  const pad = page.getByRole('dialog');
  await page.mouse.click(500, 500, { button: 'right' });
  await page.mouse.dblclick(500, 500);
  await page.keyboard.press('F5');
  await page.mouse.wheel(0, 400);
  await expect(pad).toHaveCount(0);
  await page.mouse.move(500, 500);
  await page.mouse.down();
  await expect(pad).toBeVisible();
  await page.mouse.up();
  for (const digit of '1111') await page.keyboard.press(digit);
  await expect(pad).toContainText('not the code');
  await page.screenshot({ path: 'test-results/shots/exit.png' });
  await page.keyboard.press('Escape');
  await expect(pad).toHaveCount(0);
  await page.keyboard.down('Enter');
  await expect(pad).toBeVisible();
  await page.keyboard.up('Enter');
  for (const digit of '258') await pad.getByRole('button', { name: digit, exact: true }).click();
  await pad.getByRole('button', { name: '0', exact: true }).click();
  await expect(page).toHaveURL(`${site.wire.url}/`);
});

test('a board that is not there is named until another is shown', async ({ page }) => {
  playlist({
    boards: [
      { board: 'nowhere', seconds: 3 },
      { board: 'floor', seconds: 3 },
    ],
  });
  await page.goto(`${site.wire.url}/kiosk/lobby?lang=en`);
  await expect(page.getByRole('heading', { name: /nowhere/ })).toBeVisible();
  await expect(page.locator('[data-shown="true"][data-slide="floor"] [data-queue]').first()).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('heading', { name: /nowhere/ })).toHaveCount(0);
});
