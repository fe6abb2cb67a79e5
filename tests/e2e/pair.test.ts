// A TV and the browser of an administrator, two browsers in front of one server: paired, led and revoked from afar.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { startApp, type TestApp } from '../support/app.ts';
import { BUILD } from '../support/another-build.ts';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
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

/** A signed-in browser of its own: from then on the doors are closed. */
async function administrator(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: app.url })).newPage();
  const { status } = await ask(page, 'POST', '/api/v1/people/first', {
    ...{ invitation: app.doors.invitation, login: 'admin', name: 'Anna', password: 'a long enough password' },
  });
  expect(status).toBe(201);
  return page;
}

async function tv(browser: Browser, path: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: app.url, viewport: TV })).newPage();
  await page.goto(path);
  return page;
}

/** As the page of the administrator asks, with its cookie. */
async function ask(page: Page, method: string, path: string, data: unknown): Promise<{ status: number }> {
  const headers = { origin: app.url };
  const response = await page.request.fetch(app.url + path, { method, data: data as object, headers });
  return { status: response.status() };
}

async function pair(admin: Page, screen: Page, name: string): Promise<void> {
  const code = screen.getByLabel('Code', { exact: true });
  await expect(code).toHaveText(/^[A-Z]{4}-[A-Z]{4}$/);
  await admin.goto('/pair');
  await admin.getByLabel('Code', { exact: true }).fill((await code.innerText()).toLowerCase());
  await expect(admin.getByText('1920 × 1080')).toBeVisible();
  await admin.getByLabel('Name', { exact: true }).fill(name);
  await admin.getByRole('button', { name: 'Pair' }).click();
  await expect(admin.getByRole('status')).toContainText(name);
}

test('a wall without a right shows a code and no login page; confirmed in another browser it shows its board, led elsewhere that one, revoked nothing', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  const screen = await tv(browser, '/wall/floor');
  await expect(screen).toHaveURL(/\/pair\?to=%2Fwall%2Ffloor$/);
  await pair(admin, screen, 'Floor 3 east');
  await expect(screen).toHaveURL(/\/wall\/floor$/);
  await expect(wall(screen)).toHaveAttribute('data-link', 'live');
  await expect(screen.locator('[data-queue="sales"]')).toBeVisible();

  await admin.goto('/screens');
  await expect(admin.getByRole('row', { name: 'Floor 3 east' })).toContainText('fine');
  await admin.getByRole('button', { name: 'Change Floor 3 east' }).click();
  await admin.getByLabel('Name', { exact: true }).fill('Door');
  await admin.getByLabel('Shows').selectOption('/kiosk/floor');
  expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('rowheader', { name: 'Door' })).toBeVisible();
  await expect(screen).toHaveURL(/\/kiosk\/floor$/);
  await expect(screen.locator('[data-shown="true"] main.wall')).toHaveAttribute('data-link', 'live');

  await admin.getByRole('button', { name: 'Change Door' }).click();
  await admin.getByRole('button', { name: 'Revoke' }).click();
  await admin.getByRole('button', { name: 'Revoke now' }).click();
  await expect(admin.getByText('No screen is paired yet')).toBeVisible();
  await expect(screen).toHaveURL(/\/pair\?to=/);
  await expect(screen.getByLabel('Code', { exact: true })).toHaveText(/^[A-Z]{4}-[A-Z]{4}$/);
  await expect(screen.locator('main.wall')).toHaveCount(0);
  // Nor does it keep a picture that a page without the server would show again.
  const kept = await screen.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('tablo');
        opening.onerror = () => reject(new Error('no store'));
        opening.onsuccess = () => {
          const count = opening.result.transaction('pictures').objectStore('pictures').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
  expect(kept).toBe(0);
});

test('a paired TV whose address is /pair goes to its board by itself, after a restart of it, too', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  const screen = await tv(browser, '/pair');
  await pair(admin, screen, 'Door');
  await expect(screen).toHaveURL(/\/wall\/floor$/);
  await screen.goto('/pair');
  await expect(screen).toHaveURL(/\/wall\/floor$/);
  await expect(wall(screen)).toHaveAttribute('data-link', 'live');
});

test('[P73] a paired TV is bound to its device: its cookie opens no socket in another browser, and a TV that lost its key shows a code', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  const screen = await tv(browser, '/wall/floor');
  await pair(admin, screen, 'Door');
  await expect(wall(screen)).toHaveAttribute('data-link', 'live');
  await admin.goto('/screens');
  await admin.getByRole('button', { name: 'Change Door' }).click();
  await expect(admin.getByText('bound to its device')).toBeVisible();

  const thief = await browser.newContext({ baseURL: app.url, viewport: TV });
  await thief.addCookies(await screen.context().cookies());
  const copy = await thief.newPage();
  await copy.goto('/wall/floor');
  await expect(copy).toHaveURL(/\/pair\?lost=1&to=%2Fwall%2Ffloor$/);
  await expect(copy.getByLabel('Code', { exact: true })).toHaveText(/^[A-Z]{4}-[A-Z]{4}$/);
  expect(app.doors.audit.lines(100).map(({ what }) => what)).toContain('device-unproven');
  await screen.reload();
  await expect(wall(screen)).toHaveAttribute('data-link', 'live');

  await screen.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const gone = indexedDB.deleteDatabase('tablo-device');
        gone.onsuccess = resolve;
        gone.onerror = gone.onblocked = reject;
      }),
  );
  await screen.reload();
  await expect(screen).toHaveURL(/\/pair\?lost=1/);
  await pair(admin, screen, 'Door again');
  await expect(screen).toHaveURL(/\/wall\/floor$/);
  await expect(wall(screen)).toHaveAttribute('data-link', 'live');
});

test('the form says what is wrong with a code before it is sent, and which screen it is that shows one', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  await admin.goto('/pair');
  await admin.getByLabel('Code', { exact: true }).fill('BODF-GHJK');
  await expect(admin.getByText('No code has “O” in it')).toBeVisible();
  await admin.getByLabel('Code', { exact: true }).fill('BBBB-BBBB');
  await expect(admin.getByText('No screen shows this code now')).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Pair' })).toHaveCount(0);
});

for (const [name, size] of [
  ['a TV', TV],
  ['a TV upright', { width: 1080, height: 1920 }],
  ['a small one', { width: 1280, height: 720 }],
] as const)
  test(`the code fits on ${name}, in the dark though the system is light, and axe finds nothing`, async ({
    browser,
  }) => {
    await administrator(browser);
    const screen = await tv(browser, '/pair?lang=ru');
    await screen.setViewportSize(size);
    const code = screen.getByLabel('Код', { exact: true });
    await expect(code).toHaveText(/^[A-Z]{4}-[A-Z]{4}$/);
    // The widest that there is.
    await code.evaluate((element) => (element.textContent = 'WMWM-MWMW'));
    const fits = await screen.locator('main > *, main p').evaluateAll((parts) =>
      parts.every((part) => {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        return (
          left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && part.scrollWidth <= part.clientWidth
        );
      }),
    );
    expect(fits).toBe(true);
    expect(await screen.evaluate(() => matchMedia('(prefers-color-scheme: light)').matches)).toBe(true);
    await expect(screen.locator('body')).toHaveCSS('background-color', 'rgb(10, 14, 19)');
    expect((await new AxeBuilder({ page: screen }).analyze()).violations).toEqual([]);
  });

test('axe finds nothing on the form that pairs a screen', async ({ browser }) => {
  const admin = await administrator(browser);
  const screen = await tv(browser, '/pair');
  const code = screen.getByLabel('Code', { exact: true });
  await expect(code).toHaveText(/^[A-Z]{4}-[A-Z]{4}$/);
  await admin.goto(`/pair?code=${await code.innerText()}`);
  await expect(admin.getByRole('button', { name: 'Pair' })).toBeVisible();
  expect((await new AxeBuilder({ page: admin }).analyze()).violations).toEqual([]);
});
