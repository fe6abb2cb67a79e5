// From the desk to the walls: what is on it as a board, and a message, by mouse and by keyboard.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const SHOTS = join(import.meta.dirname, '../../test-results/editor');

let data: string;
let server: ServerProcess;

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-put-'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const events = scenarioEvents({ at: Date.now(), mood: 'incident', agents: 100, queues: QUEUES });
  await fetch(`${server.url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

async function desk(page: Page, query = ''): Promise<void> {
  await page.goto(`${server.url}/desk?lang=en${query}`);
  await expect(page.locator('main')).toHaveAttribute('data-link', 'live');
}
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Put on a wall' });
const shown = (page: Page): Promise<(string | null)[]> =>
  page.locator('[data-widget]').evaluateAll((all) => all.map((one) => one.getAttribute('data-widget')));

test('what is on the desk is a board that the linter has nothing to say of, and hangs when it is saved', async ({
  page,
  context,
}) => {
  await desk(page, '&window=30m');
  await page.getByRole('button', { name: 'Put on a wall…' }).click();
  await dialog(page).getByLabel('Title').fill('Morning');
  await page.screenshot({ path: join(SHOTS, 'put-board.png') });
  await dialog(page).getByRole('button', { name: 'Open in the editor' }).click();
  await expect(page).toHaveURL(/\/boards\/desk\/edit\?scope=all/);
  await expect(page.locator('[data-box]')).toHaveCount(7);
  await expect(page.locator('[data-findings="0"]')).toBeVisible();
  await expect(page.getByText('Nothing: it can be read, and does what it says.')).toBeVisible();
  await page.screenshot({ path: join(SHOTS, 'put-editor.png') });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  const wall = await context.newPage();
  await wall.goto(`${server.url}/wall/desk`);
  await expect.poll(async () => (await shown(wall)).length).toBe(7);
  await expect(wall.locator('[data-widget=asa] [data-metric="asa@30m"]')).toContainText(/\d/);
});

test('a queue that is open is a board of that queue; parts of it go onto a board that is there', async ({ page }) => {
  await desk(page, `&queue=${QUEUES[0].id}`);
  await page.getByRole('button', { name: 'Put on a wall…' }).click();
  await dialog(page).getByRole('button', { name: 'Open in the editor' }).click();
  await expect(page.locator('[data-box=ladder]')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('scope')).toBe(`queue:${QUEUES[0].id}`);
  await expect(page.locator('[data-findings="0"]')).toBeVisible();

  page.on('dialog', (asked) => void asked.accept());
  await desk(page);
  await page.getByRole('button', { name: 'Put on a wall…' }).click();
  await dialog(page).getByLabel('Onto').selectOption('quality');
  await expect(dialog(page).getByRole('checkbox')).toHaveCount(7);
  for (const part of await dialog(page).getByRole('checkbox').all()) await part.uncheck();
  await expect(dialog(page).getByRole('button', { name: 'Open in the editor' })).toBeDisabled();
  await dialog(page).getByLabel('Queues').check();
  await dialog(page).getByRole('button', { name: 'Open in the editor' }).click();
  await expect(page).toHaveURL(/\/boards\/quality\/edit/);
  await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'true');
  await expect(page.locator('.screen [data-widget^=queues]')).toHaveCount(1);
});

test('a message is put on a wall by keyboard alone, and taken away', async ({ page, context }) => {
  const wall = await context.newPage();
  await wall.goto(`${server.url}/wall/floor`);
  await expect(wall.locator('main')).toHaveAttribute('data-link', 'live');
  await desk(page);
  await page.keyboard.press('w');
  await expect(dialog(page)).toBeVisible();
  const reach = async (what: Locator): Promise<void> => {
    for (let i = 0; i < 40; i++) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('Tab does not lead there');
  };
  await reach(dialog(page).getByRole('button', { name: 'A message' }));
  await page.keyboard.press('Enter');
  await reach(dialog(page).getByLabel('What everybody should know'));
  await page.keyboard.type('Network is down: tell callers 40 minutes');
  await reach(dialog(page).getByLabel('It is'));
  await page.keyboard.press('End');
  await reach(dialog(page).getByRole('button', { name: 'Put on the walls' }));
  await page.keyboard.press('Enter');
  await expect(wall.locator('[data-message]')).toHaveText('Network is down: tell callers 40 minutes');
  await page.screenshot({ path: join(SHOTS, 'put-message.png') });
  const { messages } = (await (await fetch(`${server.url}/api/v1/messages`)).json()) as {
    messages: { priority: string; boards: null; until: string; from: string }[];
  };
  expect(messages).toMatchObject([{ priority: 'act', boards: null }]);
  const [from, until] = [messages[0].from, messages[0].until].map(Date.parse);
  expect(Math.round((until - from) / 60_000)).toBe(30);
  await dialog(page)
    .getByRole('button', { name: /^Take away “Network/ })
    .click();
  await expect(wall.locator('[data-message]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
});

test('a server with a token asks for it, and goes on with it', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tablo-token-'));
  const guarded = await ServerProcess.start({ data: folder, env: { TABLO_TOKEN: 'a-token-of-16-and-more' } });
  try {
    await page.goto(`${guarded.url}/boards/floor/edit?lang=en`);
    await page.getByLabel('Title en').fill('Changed');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('textbox', { name: 'Token' }).fill('a-wrong-token-of-16');
    const refused = page.waitForResponse((response) => response.status() === 403);
    await page.keyboard.press('Enter');
    await refused;
    // It is asked for anew, in an empty field.
    await expect(page.getByRole('textbox', { name: 'Token' })).toHaveValue('');
    await page.getByRole('textbox', { name: 'Token' }).fill('a-token-of-16-and-more');
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.locator('main.editor')).toHaveAttribute('data-changed', 'false');
  } finally {
    await guarded.end();
    rmSync(folder, { recursive: true });
  }
});

test('axe finds nothing serious in the dialog', async ({ page }) => {
  await desk(page);
  await page.getByRole('button', { name: 'Put on a wall…' }).click();
  await expect(dialog(page).getByRole('checkbox')).toHaveCount(7);
  for (const tab of ['A board', 'A message']) {
    await dialog(page).getByRole('button', { name: tab }).click();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  }
});
