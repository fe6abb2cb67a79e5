// Alerts from the queue to the screens: a queue goes red, the desk and the wall say so, somebody acknowledges, it is well
// again, and it stands in the history. Rules P60–P62 of docs/protocol.md.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { answered, event, post, queued } from '../support/events.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';
import { drawn, misprints } from './floor-wall.ts';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const QUEUES = [
  { id: 'tariffs', name: { en: 'Phone · tariffs', ru: 'Телефон · тарифы' }, channel: 'phone' },
  { id: 'network', name: { en: 'Phone · network', ru: 'Телефон · связь' }, channel: 'phone' },
];
const RULES = {
  version: 1,
  rules: [
    {
      id: 'wait-red',
      title: { en: 'Wait far beyond its goal', ru: 'Ждут намного дольше цели' },
      metric: 'wait.longest',
      scope: 'each queue',
      condition: { worse: 'act' },
      forS: 1,
      clearForS: 1,
    },
  ],
};

let data: string;
let server: ServerProcess;
let chat: WebhookReceiver;
let source: NodeJS.Timeout;

test.beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tablo-alerts-'));
  writeFileSync(join(data, 'alerts.json'), JSON.stringify(RULES));
  chat = await WebhookReceiver.open();
  const hooks = [{ name: 'chat', url: chat.url, secret: SECRET, private: true }];
  const env = { TABLO_QUEUES: JSON.stringify(QUEUES), TABLO_WEBHOOKS: JSON.stringify(hooks) };
  server = await ServerProcess.start({ data, env });
  // The source goes on being heard: what it says nothing about is as it was.
  const alive = () => post(server.url, [event('source.status', Date.now(), { state: 'up' })]).catch(() => {});
  source = setInterval(() => void alive(), 1000);
});
test.afterEach(async () => {
  clearInterval(source);
  chat.close();
  await server.end();
  rmSync(data, { recursive: true });
});

const goRed = () => post(server.url, [queued('tariffs', 'v1', Date.now() - 134_000)]);

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help }) => `${id}: ${help}`);
}

test('[P60] a queue goes red: desk and wall say so, the ■ rests when it is acknowledged, and what was is in the history', async ({
  page,
  context,
}) => {
  const wall = await context.newPage();
  await wall.setViewportSize({ width: 1920, height: 1080 });
  await wall.goto(`${server.url}/wall/floor`);
  await page.goto(`${server.url}/desk`);
  const button = page.getByRole('button', { name: 'Alerts 0' });
  await expect(button).toBeVisible();
  const numbers = () =>
    wall.evaluate(() =>
      [...document.querySelectorAll('[data-metric]')].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [one.getAttribute('data-metric'), ...[x, y, width, height].map(Math.round)].join(' ');
      }),
    );
  await drawn(wall);
  await goRed();

  const footer = wall.locator('footer');
  const sentence = /Phone · tariffs: longest wait 2:\d\d, goal 1:00/;
  await expect(wall.locator('footer.alarm')).toContainText(sentence);
  const pulses = () => footer.locator('.shape').evaluate((one) => getComputedStyle(one).animationName);
  expect(await pulses()).toMatch(/pulse/);
  await drawn(wall);
  expect(await misprints(wall)).toEqual([]);
  const before = await numbers();
  const { text } = JSON.parse((await chat.message(1)).body) as { text: string };
  expect(text).toMatch(/^■ Phone · tariffs: longest wait 2:\d\d, goal 1:00, for /);

  await page.getByRole('button', { name: 'Alerts 1' }).click();
  await expect(page).toHaveURL(/view=alerts/);
  const alert = page.locator('article[data-place="queue:tariffs"]');
  await expect(alert).toContainText(sentence);
  expect(await serious(page)).toEqual([]);
  const link = await alert.getByRole('link', { name: 'See how it began' }).getAttribute('href');
  expect(link).toMatch(/queue=tariffs&at=20\d\d-/);
  await alert.getByRole('button', { name: 'Acknowledge' }).click();
  await alert.getByLabel('Your name').fill('Ann');
  await alert.getByLabel('What is done about it').fill('six people moved');
  await alert.locator('form').getByRole('button', { name: 'Acknowledge' }).click();
  await expect(alert).toContainText(/Acknowledged by Ann, \d\d:\d\d: six people moved/);

  // It rests: the worst queue is still said, as on a wall without alerts, and no number has moved.
  await expect(wall.locator('footer.alarm')).toHaveCount(0);
  expect(await pulses()).toBe('none');
  await expect(footer).toContainText(sentence);
  await drawn(wall);
  expect(await numbers()).toEqual(before);

  await post(server.url, [answered('v1', Date.now())]);
  await expect(alert).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Alerts 0' })).toBeVisible();
  const row = page.locator('[data-ended]');
  await expect(row).toContainText(sentence);
  await expect(row).toContainText('Ann: six people moved');

  // After a restart it is still there.
  await server.end('SIGKILL');
  await server.start();
  await page.goto(`${server.url}/desk?view=alerts&lang=ru`);
  await expect(page.locator('[data-ended]')).toContainText('Телефон · тарифы: дольше всех ждут 2:');
  await expect(page.locator('[data-ended]')).toContainText('Ann: six people moved');
});

test('[P61] by keyboard alone: to the alerts, put off for a quarter of an hour, back; who asked hears of a new one', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications'], { origin: server.url });
  await page.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    // Chromium without a desktop shows none: what would be shown is written down.
    class Shown extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        shown.push(`${title}: ${options?.body}`);
      }
    }
    Object.defineProperty(window, 'Notification', { value: Shown });
  });
  await page.goto(`${server.url}/desk`);
  await expect(page.locator('main')).toHaveAttribute('data-link', 'live');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'Alerts' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: 'Notify on this desktop' })).toBeChecked();
  await goRed();
  const alert = page.locator('article[data-place="queue:tariffs"]');
  await expect(alert).toBeVisible();
  await expect.poll(() => page.evaluate(() => (window as unknown as { shown: string[] }).shown)).toHaveLength(1);
  const [told] = await page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  expect(told).toMatch(/^Alerts: Phone · tariffs: longest wait 2:/);
  const putOff = alert.getByRole('button', { name: 'Put off 15 min' });
  for (let i = 0; i < 6 && !(await putOff.evaluate((one) => one === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(alert).toContainText(/put off until \d\d:\d\d/);
  await page.keyboard.press('a');
  await expect(page.locator('[data-part="alerts"]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Alerts 1' })).toBeVisible();
});

test('a rule is added, changed, turned off and deleted on the desk, by keyboard too, and the server says what is wrong', async ({
  page,
}) => {
  const rules = async () =>
    ((await (await fetch(`${server.url}/api/v1/alerts/rules`)).json()) as { rules: Record<string, unknown>[] }).rules;
  await page.goto(`${server.url}/desk?view=alerts`);
  await page.getByText('Rules', { exact: true }).click();
  await page.getByRole('button', { name: 'Add a rule' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Title')).toBeFocused();
  await page.keyboard.type('Long waits');
  await page.getByLabel('Limit, s').fill('90');
  await page.getByLabel('Quiet from').fill('22:00');
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('rules.1.quiet.0.to');
  await page.getByLabel('Quiet until').fill('06:00');
  await page.keyboard.press('Enter');
  const added = page.getByRole('button', { name: 'Change: Long waits' });
  await expect(page.getByRole('listitem').filter({ hasText: 'Long waits' })).toContainText('above 1:30');
  expect((await rules())[1]).toMatchObject({
    ...{ title: 'Long waits', metric: 'asa', scope: 'each queue', condition: { above: 90 }, forS: 60 },
    quiet: [{ from: '22:00', to: '06:00' }],
  });

  await added.click();
  await page.getByLabel('Number').selectOption('service.level');
  await page.getByLabel('When').selectOption('below');
  await page.getByLabel('Limit, %').fill('75');
  await page.getByLabel('In force').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Long waits' })).toContainText('off');
  expect((await rules())[1]).toMatchObject({ metric: 'service.level', condition: { below: 0.75 }, off: true });

  await added.click();
  await page.keyboard.press('Escape');
  await expect(added).toBeFocused();
  await added.click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(added).toHaveCount(0);
  expect((await rules()).map(({ id }) => id)).toEqual(['wait-red']);
});

test('[P61] the sound of an alert is heard once, not each second', async ({ page }) => {
  await page.addInitScript(() => {
    const tones: AudioContextState[] = [];
    Object.assign(window, { tones });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      start.apply(this, when);
      // When the audio runs, not only when it was asked for.
      const { context } = this;
      this.addEventListener('ended', () => tones.push(context.state));
    };
  });
  const tones = () => page.evaluate(() => (window as unknown as { tones: string[] }).tones);
  await page.goto(`${server.url}/desk?view=alerts`);
  await page.getByRole('switch', { name: 'Sound' }).check();
  await expect.poll(tones).toEqual(['running', 'running']);
  await goRed();
  const alert = page.locator('article[data-place="queue:tariffs"]');
  await expect(alert).toBeVisible();
  await expect.poll(async () => (await tones()).length).toBe(4);
  const heardFor = await alert.locator('.time').textContent();
  // It goes on, and says so each second.
  await expect(alert.locator('.time')).not.toHaveText(heardFor ?? '');
  const later = await alert.locator('.time').textContent();
  await expect(alert.locator('.time')).not.toHaveText(later ?? '');
  expect(await tones()).toEqual(['running', 'running', 'running', 'running']);
});
