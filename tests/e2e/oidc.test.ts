// Sign-in by a provider in a real browser, with a real provider: there and back, what /access says of who came so, and
// what is said to whom it does not let in.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { startApp, type TestApp } from '../support/app.ts';
import { BUILD } from '../support/another-build.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';

const TOKEN = 'a token of the settings';

let app: TestApp;
let provider: IdentityProvider;
test.beforeAll(async () => {
  provider = await IdentityProvider.start();
  provider.people.set('anna', { name: 'Anna Petrova', preferred_username: 'anna', groups: ['admins'] });
  provider.people.set('ben', { name: 'Ben Okafor', groups: ['canteen'] });
  const oidc = provider.settings({ localLogin: false });
  app = await startApp({ web: BUILD, settings: { oidc, token: TOKEN, queues: QUEUES } });
  await provider.meet(app.url);
  const events = scenarioEvents({ at: Date.now(), mood: 'calm', agents: 20, queues: QUEUES });
  await post(app.url, events, { headers: { authorization: `Bearer ${TOKEN}` } });
});
test.afterAll(async () => {
  await app.close();
  await provider.close();
});

async function signIn(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Corporate' }).click();
  await page.waitForURL(/\/interaction\//);
  await page.getByLabel('Name').fill(login);
  await page.keyboard.press('Enter');
}

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

test('who is nobody goes by the provider to where they wanted to go, and out again through it', async ({ page }) => {
  const refused: string[] = [];
  page.on('console', (told) => told.text().includes('Content Security Policy') && refused.push(told.text()));
  await page.goto(`${app.url}/desk?window=60m`);
  await page.waitForURL(/sign-in/);
  await expect(page.getByLabel('Password')).toHaveCount(0);
  expect(await serious(page)).toEqual([]);
  await signIn(page, 'anna');
  await page.waitForURL(`${app.url}/desk?window=60m`);
  await expect(page.locator('main[data-link=live] tr[data-queue]').first()).toBeVisible();

  await page.goto(`${app.url}/access`);
  const anna = page.locator('[data-person="oidc:anna"]');
  await expect(anna).toContainText('by Corporate');
  await anna.getByRole('button', { name: 'Change' }).click();
  await expect(anna).toContainText('Name, role and sites are changed there');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('cell', { name: 'signed in by the provider' })).toBeVisible();
  expect(await serious(page)).toEqual([]);

  await page.goto(`${app.url}/desk`);
  await page.getByRole('button', { name: 'Anna Petrova' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${provider.issuer}/session/end?**`);
  await page.getByRole('button', { name: /yes/i }).click();
  await page.waitForURL(`${app.url}/sign-in`);
  await page.getByRole('link', { name: 'Corporate' }).click();
  await page.waitForURL(/\/interaction\//);
  expect(refused).toEqual([]);
});

test('who has no role is told so, on a phone, in Russian and in the dark, and comes in when they have one', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(`${app.url}/desk?lang=ru`);
  await page.waitForURL(/sign-in/);
  await signIn(page, 'ben');
  await expect(page.getByRole('alert')).toContainText('У вас нет роли в Tablo');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await serious(page)).toEqual([]);
  provider.people.set('ben', { name: 'Ben Okafor', groups: ['viewers'] });
  // The provider knows them already.
  await page.getByRole('link', { name: 'Corporate' }).click();
  await page.waitForURL(`${app.url}/desk?lang=ru`);
  await expect(page.locator('main[data-link=live]')).toBeVisible();
  await context.close();
});
