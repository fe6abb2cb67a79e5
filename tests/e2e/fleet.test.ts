// The fleet of screens: what TVs tell of themselves, and what they are told from afar. A TV and an administrator in two
// browsers in front of one server.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { startApp, type TestApp } from '../support/app.ts';
import { BUILD, versionOf } from '../support/another-build.ts';
import { post } from '../support/events.ts';
import { EAST, pairScreen, screenOf } from '../support/paired.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { Visitor } from '../support/visitor.ts';
import { wall } from './site.ts';

test.describe.configure({ mode: 'parallel' });
let app: TestApp;
test.beforeEach(async () => {
  app = await startApp({ settings: { queues: QUEUES, token: 'sender' }, web: BUILD });
  const events = scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES });
  await post(app.url, events, { headers: { authorization: 'Bearer sender' } });
});
test.afterEach(async () => app.close());

const TV = { width: 1920, height: 1080 };

interface Row {
  id: string;
  health: string;
  report: Record<string, unknown> | null;
}

async function ask<T>(page: Page, method: string, path: string, data?: object): Promise<T> {
  const headers = { origin: app.url };
  const response = await page.request.fetch(app.url + path, { method, headers, ...(data ? { data } : {}) });
  expect(response.ok(), `${method} ${path}: ${response.status()}`).toBe(true);
  return (await response.json()) as T;
}

/** A signed-in browser of its own: from then on the doors are closed. */
async function administrator(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: app.url })).newPage();
  await ask(page, 'POST', '/api/v1/people/first', {
    ...{ invitation: app.doors.invitation, login: 'admin', name: 'Anna', password: 'a long enough password' },
  });
  return page;
}

/**
 * A TV of its own that was paired, and shows what it was paired for.
 * @param atOnce it does without a pause what it does after one by chance. @returns its page and the screen's id
 */
async function pairedTv(browser: Browser, admin: Page, name: string, path = '/wall/floor', { atOnce = false } = {}) {
  const page = await (await browser.newContext({ baseURL: app.url, viewport: TV, serviceWorkers: 'block' })).newPage();
  if (atOnce) await page.addInitScript('Math.random = () => 0');
  const { code } = await ask<{ code: string }>(page, 'POST', '/api/v1/pairings', TV);
  const screen = { name, place: 'above the door', path, names: false };
  const { id } = await ask<{ id: string }>(admin, 'POST', `/api/v1/pairings/${code}`, screen);
  await ask(page, 'GET', '/api/v1/pairings/own');
  await page.goto(path);
  await expect(wall(page).first()).toHaveAttribute('data-link', 'live');
  return { page, id };
}

/** Its page does nothing any more: it waits for an answer that never comes. (An endless loop would take a core of all others.) */
async function block(page: Page): Promise<void> {
  await page.route('**/never', () => {});
  await page.evaluate(
    () =>
      void setTimeout(() => {
        const request = new XMLHttpRequest();
        request.open('GET', '/never', false);
        request.send();
      }),
  );
}

/** The same person without a browser. */
async function visitorOf(page: Page): Promise<Visitor> {
  const cookies = await page.context().cookies();
  return new Visitor(app.url, {}, cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
}

async function row(admin: Page, id: string): Promise<Row | undefined> {
  const { screens } = await ask<{ screens: Row[] }>(admin, 'GET', '/api/v1/screens');
  return screens.find((one) => one.id === id);
}

test('[P71] a wall and a kiosk tell how old what they show is, their build, memory, clock and size', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  for (const path of ['/wall/floor', '/kiosk/floor']) {
    const { id } = await pairedTv(browser, admin, path, path);
    const report = { path, language: 'en', hidden: false, ...TV, ratio: 1, build: versionOf(BUILD), current: true };
    await expect.poll(async () => (await row(admin, id))?.report).toMatchObject(report);
    const told = (await row(admin, id))?.report;
    expect(told?.heapBytes).toBeGreaterThan(1e6);
    expect(Math.abs(told?.clockOffMs as number)).toBeLessThan(60_000);
    await expect.poll(async () => (await row(admin, id))?.report?.ageMs, { timeout: 30_000 }).not.toBe(null);
    await expect.poll(async () => (await row(admin, id))?.health).toBe('fine');
  }
});

test('[P71] [P72] a screen that is blocked, and one that is painted no more, are known of on the desk, on the page of screens and in /metrics; one that is well says meanwhile who it is', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  const well = await pairedTv(browser, admin, 'Floor 3 east');
  const blocked = await pairedTv(browser, admin, 'Blocked');
  const unpainted = await pairedTv(browser, admin, 'Unpainted');
  // Neither can mend itself: there is no service worker, and the other has loaded itself again too often.
  await unpainted.page.evaluate(() => {
    sessionStorage.setItem('tablo.reloads', JSON.stringify([1, 2, 3].map(() => Date.now())));
    window.requestAnimationFrame = () => 0;
  });
  await block(blocked.page);

  const queue = well.page.locator('[data-queue="sales"]');
  const before = await queue.boundingBox();
  await admin.goto('/screens');
  await admin.getByRole('button', { name: 'Identify Floor 3 east' }).click();
  await expect(admin.getByRole('status')).toContainText('Floor 3 east');
  const said = well.page.getByRole('status').filter({ hasText: 'Floor 3 east' });
  await expect(said).toContainText('above the door');
  const name = said.getByText('Floor 3 east', { exact: true });
  expect(Number.parseFloat(await name.evaluate((element) => getComputedStyle(element).fontSize))).toBeGreaterThan(200);
  expect(await queue.boundingBox()).toEqual(before);

  await admin.goto('/desk');
  await admin.getByRole('link', { name: '2 screens are sick' }).click({ timeout: 90_000 });
  for (const sick of [blocked, unpainted])
    await expect(admin.locator(`[data-screen="${sick.id}"]`)).toContainText('stands still');
  await expect(admin.locator(`[data-screen="${well.id}"]`)).toContainText('fine');
  await expect(admin.getByRole('row').nth(3)).toContainText('Floor 3 east');
  const scraped = await (await admin.request.get(`${app.url}/metrics`)).text();
  expect(scraped).toContain('tablo_screens{health="notPainting"} 2');
  await expect(said).toHaveCount(0);
});

test('the page of screens says how each is, the sick ones first, in words; refuses in its own language', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  await admin.goto('/screens?lang=ru');
  await expect(admin.getByText('Откройте /pair на телевизоре')).toBeVisible();
  const { page, id } = await pairedTv(browser, admin, 'Anna', '/wall/floor', { atOnce: true });
  // Told by itself that its picture is old: what a screen tells decides.
  const { tv: zed } = await pairScreen(app, await visitorOf(admin), { ...EAST, name: 'Zed' });
  const screen = await screenOf(app, zed);
  const report = (ageMs: number): void =>
    screen.say({
      ...{
        t: 'report',
        ageMs,
        unpaintedMs: 0,
        build: 'other',
        heapBytes: 340e6,
        clockOffMs: -300,
        width: 1280,
        height: 720,
      },
      ...{ ratio: 2, path: EAST.path, language: 'en', hidden: false },
    });
  report(45_000);
  await admin.reload();
  const rows = admin.getByRole('row');
  await expect(rows.nth(1)).toContainText('старая картинка');
  for (const words of ['Zed', 'above the door', '45 с', '340 МБ', '−0,3 с', '1280 × 720'])
    await expect(rows.nth(1)).toContainText(words);
  await expect(rows.nth(2)).toContainText('в порядке');
  await expect(rows.nth(2)).toContainText('Anna');
  expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
  // It goes between two looks of the page: the server refuses what the page still offers.
  await admin.route('**/api/v1/screens', (route) => route.abort());
  await page.close();
  await expect
    .poll(
      async () =>
        (await ask<{ screens: Row[] }>(admin, 'GET', '/api/v1/screens')).screens.find((one) => one.id === id)?.health,
    )
    .toBe('coming');
  await admin.getByRole('button', { name: 'Обновить: Anna' }).click();
  await expect(admin.getByRole('status')).toContainText('Экран не на связи, команда не передана');
  await admin.unroute('**/api/v1/screens');
  // A keyboard leads there and back, and leaves what it found.
  await admin.getByRole('button', { name: 'Изменить: Zed' }).press('Enter');
  await expect(admin.getByRole('dialog', { name: 'Zed' })).toBeVisible();
  expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('button', { name: 'Изменить: Zed' })).toBeFocused();
  report(900);
  await expect(rows.filter({ hasText: 'Zed' })).toContainText('в порядке');
  await expect(admin.getByRole('button', { name: 'Изменить: Zed' })).toBeFocused();
  screen.close();
});

test('[P72] a screen that is told to loads itself again, three times in ten minutes at most', async ({ browser }) => {
  const admin = await administrator(browser);
  const { page, id } = await pairedTv(browser, admin, 'Door', '/wall/floor', { atOnce: true });
  const tell = (what: string): Promise<unknown> => ask(admin, 'POST', `/api/v1/screens/${id}/do`, { do: what });
  const loadedAt = (): Promise<number> => page.evaluate(() => performance.timeOrigin);
  for (let i = 0; i < 3; i++) {
    const before = await loadedAt();
    await tell('reload');
    await expect.poll(() => loadedAt().catch(() => before)).toBeGreaterThan(before);
    await expect(wall(page)).toHaveAttribute('data-link', 'live');
  }
  const last = await loadedAt();
  await tell('reload');
  // What was said after it was heard, and by then it would have gone.
  await tell('identify');
  await expect(page.getByText('Door', { exact: true })).toBeVisible();
  expect(await loadedAt()).toBe(last);
});
