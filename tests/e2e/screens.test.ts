// Screens that nobody touches, in a real browser: what they show when everything around them fails, and that they come
// back by themselves.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { makeAnotherBuild, versionOf } from '../support/another-build.ts';
import { BrowserProcess, UNTRUSTED_HOST } from '../support/browser-process.ts';
import { newFolder } from '../support/app.ts';
import { event, post, queued } from '../support/events.ts';
import { readWall } from './floor-wall.ts';
import { openWall as openWallAt, Site, wall } from './site.ts';

const HOUR_MS = 3_600_000;

test.describe.configure({ mode: 'parallel' });
let site: Site;
test.beforeEach(async () => {
  site = await Site.open({ open: true });
});
test.afterEach(() => site.close());

const openWall = (page: Page, url = site.wire.url): Promise<void> => openWallAt(page, url);

/** Resolves when the shell is on this machine, as a whole, and the page is the service worker's. */
async function shellKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });
}

/** How far the clock of the page's machine is off; its monotonic clock goes on as it does. */
async function setClock(page: Page, offMs: number): Promise<void> {
  await page.evaluate((ms) => ((window as unknown as { off: number }).off = ms), offMs);
}

function wrongClock(offMs: number): void {
  const scope = window as unknown as { off: number };
  scope.off = offMs;
  const Right = Date;
  const now = (): number => Right.now() + scope.off;
  window.Date = new Proxy(Right, {
    construct: (target, args) => new target(...((args.length > 0 ? args : [now()]) as [number])),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
}

test('a network that swallows everything: amber, then hatched, then back with the right numbers and no reload', async ({
  page,
}) => {
  await openWall(page);
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  await wall(page).evaluate((main) => Object.assign(main, { neverMadeAnew: true }));
  site.wire.silence();
  await expect(wall(page)).toHaveAttribute('data-age', 'amber');
  await expect(wall(page)).toHaveAttribute('data-link', /lost|connecting/);
  await expect(wall(page)).toHaveAttribute('data-age', 'stale');
  await expect(wall(page)).toContainText('no data since');
  await post(site.app.url, [queued('sales', 'new', Date.now() - 2000), queued('sales', 'newer', Date.now() - 1000)]);
  site.wire.restore();
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh', { timeout: 30_000 });
  expect((await readWall(page)).rows.sales.waiting).toBe('2');
  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
  expect(await wall(page).evaluate((main) => 'neverMadeAnew' in main)).toBe(true);
});

test('a reload while the server is away shows the last picture, hatched, whatever the clock of the TV says', async ({
  page,
}) => {
  await page.addInitScript(wrongClock, -400 * 24 * HOUR_MS);
  await openWall(page);
  await shellKept(page);
  const before = await readWall(page);
  await site.stop();
  await page.reload();
  await expect(wall(page)).toHaveAttribute('data-age', 'stale');
  await expect(wall(page)).toContainText(/no data since \d\d:\d\d/);
  await page.screenshot({ path: 'test-results/shots/kept.png' });
  const kept = await readWall(page);
  expect(kept.agentsByState).toEqual(before.agentsByState);
  expect(Object.keys(kept.rows).sort()).toEqual(Object.keys(before.rows).sort());
  await site.start();
  site.wire.lead(site.port);
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh', { timeout: 30_000 });
  expect((await readWall(page)).asOf).toBeGreaterThan(before.asOf);
});

test('[P30] a TV whose clock is ten minutes off, and jumps, shows right ages', async ({ page }) => {
  await page.addInitScript(wrongClock, 600_000);
  await openWall(page);
  for (const off of [-600_000, 2 * HOUR_MS]) {
    await setClock(page, off);
    const asked = Date.now();
    await expect.poll(async () => (await readWall(page)).asOf).toBeGreaterThan(asked + 1000);
    await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  }
});

test('[P30] a screen that slept for an hour knows that its picture is an hour old', async ({ page }) => {
  await page.addInitScript(wrongClock, 0);
  await openWall(page);
  site.wire.silence();
  site.ahead = HOUR_MS;
  await setClock(page, HOUR_MS);
  // Not for want of frames: by its monotonic clock none is missing yet.
  await expect(wall(page)).toHaveAttribute('data-age', 'stale', { timeout: 4_000 });
  site.wire.restore();
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh', { timeout: 30_000 });
  expect((await readWall(page)).asOf).toBeGreaterThan(Date.now() + HOUR_MS - 60_000);
});

test('[P3] a new build is fetched as a whole, and shown when nobody has to act', async ({ page }) => {
  await page.addInitScript(() => {
    Math.random = () => 0.05;
  });
  await openWall(page);
  await shellKept(page);
  await post(site.app.url, [queued('sales', 'waits', Date.now() - 900_000)]);
  await expect(page.locator('[data-queue="sales"]')).toHaveAttribute('data-level', 'act');
  await page.evaluate(() => Object.assign(window, { ofTheOldBuild: true }));
  const another = join(newFolder(), 'build');
  makeAnotherBuild(another);
  await site.stop();
  await site.start(another);
  site.wire.lead(site.port);
  const shell = `tablo-shell-${versionOf(another)}`;
  await expect
    .poll(() => page.evaluate((name) => caches.match('/', { cacheName: name }).then((x) => !!x), shell))
    .toBe(true);
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  const { asOf } = await readWall(page);
  await expect.poll(async () => (await readWall(page)).asOf).toBeGreaterThan(asOf + 3000);
  expect(await page.evaluate(() => 'ofTheOldBuild' in window)).toBe(true);
  // It left a while ago, as is heard now: a level that was red half a minute ago no longer holds.
  const left = { contact: 'contact-waits', visit: 'waits', reason: 'abandoned' };
  await post(site.app.url, [event('contact.left', Date.now() - 60_000, left)]);
  await page.waitForFunction(() => !('ofTheOldBuild' in window), null, { timeout: 60_000 });
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  expect(await page.evaluate(() => document.head.innerHTML)).toContain('-2.js');
});

test('a page whose code fails while it draws loads itself again, and when it did so too often says that it stands still', async ({
  page,
}) => {
  const fail = () => {
    const main = document.querySelector('main');
    const setAttribute = () => {
      throw new Error('made to fail');
    };
    Object.assign(main ?? {}, { setAttribute });
    Object.assign(window, { failed: true });
  };
  await openWall(page);
  await page.evaluate(fail);
  await page.waitForFunction(() => !('failed' in window), null, { timeout: 40_000 });
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  await page.evaluate(() => sessionStorage.setItem('tablo.reloads', JSON.stringify([1, 2, 3].map(() => Date.now()))));
  await page.evaluate(fail);
  await expect(page.getByRole('alert')).toContainText('stands still', { timeout: 40_000 });
});

test.describe('a browser of its own', () => {
  let browser: BrowserProcess;
  let profile: string;
  test.beforeEach(async () => {
    profile = newFolder();
    browser = await BrowserProcess.start(profile);
  });
  test.afterEach(async () => {
    await browser.kill();
    rmSync(profile, { recursive: true });
  });

  test('that loses power and comes back while the server is away shows the last picture, hatched', async () => {
    await openWall(browser.page);
    await shellKept(browser.page);
    const before = await readWall(browser.page);
    await site.stop();
    await browser.kill();
    browser = await BrowserProcess.start(profile);
    await browser.page.goto(`${site.wire.url}/wall/floor`);
    await expect(wall(browser.page)).toHaveAttribute('data-age', 'stale');
    await expect(wall(browser.page)).toContainText(/no data since \d\d:\d\d/);
    expect((await readWall(browser.page)).agentsByState).toEqual(before.agentsByState);
    await site.start();
    site.wire.lead(site.port);
    await expect(wall(browser.page)).toHaveAttribute('data-age', 'fresh', { timeout: 30_000 });
  });

  test('[P3] that is not trusted for want of https is kept lit by a video, and takes a new build all the same', async () => {
    const { page } = browser;
    await page.addInitScript(() => {
      Math.random = () => 0.05;
    });
    await openWall(page, site.wire.url.replace('localhost', UNTRUSTED_HOST));
    expect(await page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator])).toEqual([false, false]);
    await expect
      .poll(() => page.locator('video').evaluate((one: HTMLVideoElement) => one.currentTime))
      .toBeGreaterThan(0);
    await page.evaluate(() => Object.assign(window, { ofTheOldBuild: true }));
    const another = join(profile, 'another-build');
    makeAnotherBuild(another);
    await site.stop();
    await site.start(another);
    site.wire.lead(site.port);
    await page.waitForFunction(() => !('ofTheOldBuild' in window), null, { timeout: 60_000 });
    await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
    expect(await page.evaluate(() => document.head.innerHTML)).toContain('-2.js');
  });

  test('whose page is blocked for ever gets another page, in another process', async () => {
    const { page } = browser;
    await openWall(page);
    await shellKept(page);
    // Answers are given in the order of the questions: the watchdog has had its own.
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = resolve;
          navigator.serviceWorker.controller?.postMessage({ t: 'who-am-i' }, [port2]);
        }),
    );
    const connections = () => site.wire.asked.filter((path) => path === '/live').length;
    expect(connections()).toBe(1);
    await page.evaluate(() => {
      setTimeout(() => {
        for (;;);
      }, 1000);
    });
    await browser.letGo();
    await expect.poll(connections, { timeout: 60_000 }).toBe(2);
  });
});
