// People at the doors, in a real browser: the first administrator by the printed link, in and out, what a role is offered,
// and a role that changes while the page is open.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';

const PASSWORD = 'a long enough password';

let data: string;
let server: ServerProcess;
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'tablo-people-'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  await post(server.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: 20, queues: QUEUES }));
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

/** As the server's own pages do, with the cookies of the browser. */
async function ask<T = unknown>(page: Page, method: string, path: string, body?: object): Promise<T> {
  const headers = { origin: server.url };
  const answer = await page.request.fetch(`${server.url}/api/v1/${path}`, { method, headers, data: body });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

async function signIn(page: Page, login: string, path: string): Promise<void> {
  await page.goto(server.url + path);
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(server.url + path);
}

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

test('a server that is open says so on the desk, and the printed link makes the first administrator', async ({
  page,
}) => {
  await page.goto(`${server.url}/desk`);
  await page.getByRole('button', { name: 'Open to anyone' }).click();
  await expect(page.getByRole('dialog')).toContainText('open the link that the server printed');
  expect(await serious(page)).toEqual([]);

  const link = /http\S+#first=\S+/.exec(server.output)?.[0].replace('localhost', '127.0.0.1') ?? 'no link';
  await page.goto(link);
  await page.getByLabel('Your name').fill('Anna Admin');
  await page.getByLabel('Login').fill('anna');
  await page.getByLabel('Password').fill('too short');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Password')).toHaveJSProperty('validity.valid', false);
  await page.getByLabel('Password').fill(PASSWORD);
  expect(await serious(page)).toEqual([]);
  await page.getByRole('button', { name: 'Make the first administrator' }).click();
  await expect(page).not.toHaveURL(/sign-in/);

  await page.goto(`${server.url}/desk`);
  await page.getByRole('button', { name: 'Anna Admin' }).click();
  await expect(page.getByRole('dialog')).toContainText('Administrator');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
});

test('who is nobody signs in and is back where they wanted to be; a wrong password is said', async ({ page }) => {
  await page.goto(`${server.url}/desk?window=60m`);
  await page.waitForURL(/sign-in/);
  expect(await serious(page)).toEqual([]);
  await page.getByLabel('Login').fill('anna');
  await page.getByLabel('Password').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Login or password is wrong.');
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.url}/desk?window=60m`);
  await expect(page.locator('main[data-link=live] tr[data-queue]').first()).toBeVisible();
});

test('people are added, changed and let in no more on /access; the log of it is whole', async ({ page }) => {
  await signIn(page, 'anna', '/access');
  await page.getByRole('button', { name: 'Add somebody…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Lena Leader');
  await page.getByLabel('Login').fill('lena');
  await page.getByLabel('Role').selectOption('leader');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Save' }).first().click();
  const lena = page.locator('[data-person=lena]');
  await expect(lena).toContainText('Leader');
  await page.getByRole('button', { name: 'Change: Lena Leader' }).click();
  expect(await serious(page)).toEqual([]);
  await lena.getByRole('button', { name: 'Disable' }).click();
  await expect(lena).toContainText('may not sign in');
  await page.getByRole('button', { name: 'Change: Anna Admin' }).click();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('alert')).toHaveText('This is the last administrator. Make another one first.');
  await page.getByRole('button', { name: 'Check that it is whole' }).click();
  await expect(page.getByText('The chain is whole')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('cell', { name: 'added a person' })).toBeVisible();
  await expect(page.getByText('this browser')).toBeVisible();
});

test('a sender’s token is made, shown once, replaced and ended on /access', async ({ page }) => {
  const send = async (token: string): Promise<number> => {
    const [event] = scenarioEvents({ at: Date.now(), mood: 'calm', agents: 1, queues: QUEUES });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' };
    const body = JSON.stringify([{ ...event, id: `of-a-sender-${Math.random()}`, source: 'crm' }]);
    return (await fetch(`${server.url}/api/v1/events`, { method: 'POST', headers, body })).status;
  };
  const make = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Make a token…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('crm');
    await page.getByLabel('Sources').fill('crm, crm-2');
    await page.getByRole('button', { name: 'Make it' }).click();
  };
  await signIn(page, 'anna', '/access');
  await make();
  const shown = page.locator('code');
  const token = (await shown.textContent()) ?? '';
  expect(token).toMatch(/^tablo_in_/);
  expect(await serious(page)).toEqual([]);
  expect(await send(token)).toBe(200);
  await page.reload();
  const row = page.locator('[data-token=crm]');
  await expect(row).toContainText('send events · crm, crm-2');
  await expect(row).toContainText('by Anna Admin · used');
  await expect(page.locator('body')).not.toContainText(token);

  await make();
  await expect(page.getByRole('alert')).toHaveText(/has a token already: replace that one/);
  expect(await serious(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Replace: crm' }).click();
  await expect(shown).not.toHaveText(token);
  const other = (await shown.textContent()) ?? '';
  expect([await send(token), await send(other)]).toEqual([200, 200]);

  for (let left = 2; left > 0; left--) {
    await expect(row).toHaveCount(left);
    await row.first().getByRole('button', { name: 'End: crm' }).click();
    await row.first().getByRole('button', { name: 'Really end crm?' }).click();
  }
  await expect(page.getByText('No sender has a token of its own yet.')).toBeVisible();
  expect([await send(token), await send(other)]).toEqual([403, 403]);
});

test('a viewer is offered what a viewer may, and follows a change of role without being touched', async ({
  browser,
}) => {
  const [admin, viewer] = await Promise.all([browser.newPage(), browser.newPage()]);
  await signIn(admin, 'anna', '/desk');
  const { id } = await ask<{ id: string }>(admin, 'POST', 'people', {
    ...{ login: 'vera', name: 'Vera Viewer', role: 'viewer', password: PASSWORD },
  });
  await signIn(viewer, 'vera', '/desk');
  await expect(viewer.locator('main[data-link=live] tr[data-queue]').first()).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Put on a wall…' })).toHaveCount(0);

  await ask(admin, 'PUT', `people/${id}`, { role: 'leader' });
  await expect(viewer.getByRole('button', { name: 'Put on a wall…' })).toBeVisible();
  await expect(viewer.locator('main[data-link=live]')).toBeVisible();
  await ask(admin, 'PUT', `people/${id}`, { role: 'viewer' });
  await expect(viewer.getByRole('button', { name: 'Put on a wall…' })).toHaveCount(0);

  await viewer.goto(`${server.url}/boards/floor/edit`);
  await expect(viewer.getByRole('main')).toContainText('You are signed in as Vera Viewer, and may not change boards.');
  await viewer.goto(`${server.url}/`);
  await expect(viewer.getByRole('link', { name: 'Desk' })).toBeVisible();
  await expect(viewer.getByRole('link', { name: 'New board…' })).toHaveCount(0);

  await viewer.goto(`${server.url}/desk`);
  await expect(viewer.locator('main[data-link=live]')).toBeVisible();
  await ask(admin, 'PUT', `people/${id}`, { disabled: true });
  await viewer.waitForURL(/sign-in\?to=%2Fdesk/);
  await admin.close();
  await viewer.close();
});

test('who sees one site begins there; on a phone, in Russian and in the dark the sign-in is whole', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in?lang=ru`);
  await expect(page.getByRole('heading', { name: 'Войти' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await serious(page)).toEqual([]);
  await ask(page, 'POST', 'me', { login: 'anna', password: PASSWORD });
  await ask(page, 'POST', 'people', {
    ...{ login: 'sam', name: 'Sam Site', role: 'supervisor', sites: ['omsk'], password: PASSWORD },
  });
  await ask(page, 'DELETE', 'me');
  await signIn(page, 'sam', '/desk');
  await expect(page.locator('main[data-link=live]')).toBeVisible();
  await page.getByRole('group', { name: 'What is shown' }).getByRole('button', { name: 'omsk' }).click();
  await expect(page.getByRole('option')).toHaveText(['omsk']);
  await page.keyboard.press('Escape');
  await expect(page.getByText('You may not see')).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await context.close();
});
