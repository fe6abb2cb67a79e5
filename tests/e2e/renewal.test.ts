// Parts of a screen that fail while the others go on, and pages that load themselves again though their build is served.
import { expect, test, type Page } from '@playwright/test';
import { event, post, queued } from '../support/events.ts';
import { readWall } from './floor-wall.ts';
import { openWall, Site, wall } from './site.ts';

let site: Site;
test.afterEach(() => site.close());

const queues = (page: Page) => page.locator('[data-widget=queues]');
const isSamePage = (page: Page) => page.evaluate(() => 'ofTheFirstPage' in window);
/** What is asked of a page while it goes away is asked of the next one. */
const becomesAnother = (page: Page) =>
  expect.poll(() => isSamePage(page).catch(() => true), { timeout: 60_000 }).toBe(false);

/** While the tab is told so, the rows of the queues can't be drawn: not anew and not with another number. */
function failRows(): void {
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    const isOfRow = name === 'data-queue' || (name === 'data-value' && this.closest('[data-queue]') !== null);
    if (isOfRow && sessionStorage.getItem('failing')) throw new Error('made to fail');
    set.call(this, name, value);
  };
}

const failing = (page: Page, is: boolean): Promise<void> =>
  page.evaluate((is) => (is ? sessionStorage.setItem('failing', 'yes') : sessionStorage.removeItem('failing')), is);

test('a widget whose code fails stops no other, says since when, and comes back by itself', async ({ page }) => {
  site = await Site.open();
  await page.addInitScript(failRows);
  await openWall(page, site.wire.url);
  await page.evaluate(() => Object.assign(window, { ofTheFirstPage: true }));
  const waiting = page.locator('[data-metric="waiting@now"]');
  const before = Number(await waiting.getAttribute('data-value'));
  await failing(page, true);
  const now = Date.now();
  await post(site.app.url, [queued('sales', 'one', now - 2000)]);
  await expect(queues(page)).toContainText(/failed since \d\d:\d\d/);
  await page.screenshot({ path: 'test-results/shots/part-failed.png' });
  await post(site.app.url, [queued('sales', 'two', now - 1000)]);
  await expect(waiting).toHaveAttribute('data-value', String(before + 2));
  const { asOf } = await readWall(page);
  await expect.poll(async () => (await readWall(page)).asOf).toBeGreaterThan(asOf + 1000);
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  await failing(page, false);
  await expect(queues(page).locator('[data-queue="sales"]')).toBeVisible();
  expect((await readWall(page)).rows.sales.waiting).toBe('2');
  expect(await isSamePage(page)).toBe(true);
});

test('a widget that stays failed has its page made anew, when that is old enough for it to help', async ({ page }) => {
  site = await Site.open();
  await page.clock.install();
  await page.addInitScript(failRows);
  await openWall(page, site.wire.url);
  await page.evaluate(() => Object.assign(window, { ofTheFirstPage: true }));
  await failing(page, true);
  await post(site.app.url, [queued('sales', 'one', Date.now() - 1000)]);
  await expect(queues(page)).toContainText('failed since');
  // Each time it is tried again with the next view, and fails again.
  const tries = (await page.consoleMessages()).length;
  for (const [i, pause] of ['00:10', '01:00'].entries()) {
    await page.clock.fastForward(pause);
    await expect.poll(async () => (await page.consoleMessages()).length).toBeGreaterThan(tries + i);
  }
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  expect(await isSamePage(page)).toBe(true);
  await failing(page, false);
  await page.clock.fastForward('01:00:00');
  await becomesAnother(page);
  await expect(queues(page).locator('[data-queue="sales"]')).toBeVisible();
});

test('a wall loads itself again in the quiet hour of its site, when nobody has to act', async ({ page }) => {
  const minute = 60_000;
  const renewAt = new Date(Date.now() - 5 * minute).toISOString().slice(11, 16);
  site = await Site.open({ renewAt, zone: 'UTC' });
  await page.clock.install();
  await page.addInitScript(() => {
    Math.random = () => 0.05;
  });
  await openWall(page, site.wire.url);
  await post(site.app.url, [queued('sales', 'waits', Date.now() - 15 * minute)]);
  await expect(page.locator('[data-queue="sales"]')).toHaveAttribute('data-level', 'act');
  await page.evaluate(() => Object.assign(window, { ofTheFirstPage: true }));
  await page.clock.fastForward('07:00:00');
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  const { asOf } = await readWall(page);
  await expect.poll(async () => (await readWall(page)).asOf).toBeGreaterThan(asOf + 2000);
  expect(await isSamePage(page)).toBe(true);
  // It left a while ago, as is heard now: a level that was red half a minute ago no longer holds.
  const left = { contact: 'contact-waits', visit: 'waits', reason: 'abandoned' };
  await post(site.app.url, [event('contact.left', Date.now() - minute, left)]);
  await becomesAnother(page);
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
});
