// The desk's time strip: dragged to a moment of the day, and what the desk says then.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { MetricsAnswer } from '#core/answers.ts';
import type { CloudEvent } from '#core/event.ts';
import { dateAfter, dayOf, dayOn, sameClockOn, type LocalDay } from '#core/local-day.ts';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, number, readWall } from './floor-wall.ts';

const SHOTS = join(import.meta.dirname, '../../test-results/shots');
const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;

let server: ServerProcess;
let data: string;
/** yesterday at the site, which has everything behind it */
let day: LocalDay;
/** 11:40 of it, after the worst of an incident */
let at: number;

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-strip-'));
  const env = { TABLO_QUEUES: JSON.stringify(QUEUES), TABLO_ZONE: ZONE };
  server = await ServerProcess.start({ data, env });
  const today = dayOf(Date.now(), ZONE);
  day = dayOn(dateAfter(today.date, -1), ZONE);
  at = sameClockOn(day, Date.parse('2026-06-01T09:40:00Z'), ZONE);
  // Of last week the floor knows the same hour, calmer; of today the last one.
  const weekBefore = sameClockOn(dayOn(dateAfter(day.date, -7), ZONE), at, ZONE);
  for (const [upTo, mood] of [
    [weekBefore + 20 * MINUTE, 'calm'],
    [at + 20 * MINUTE, 'incident'],
    [Date.now(), 'calm'],
  ] as const)
    await post(server.url, told(scenarioEvents({ at: upTo, mood, agents: 120, queues: QUEUES }), String(upTo)));
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

/** The same scenario of another day is about other contacts; what is not of that hour is left out. */
function told(events: CloudEvent[], run: string): CloudEvent[] {
  return events
    .filter(({ type }) => type !== 'survey.answered')
    .map((event) => {
      const text = JSON.stringify({ ...event, id: `${run}/${event.id}` });
      return JSON.parse(text.replace(/"(contact|visit)":"/g, `"$1":"${run}/`)) as CloudEvent;
    });
}

const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
const handle = (page: Page) => page.getByRole('slider', { name: 'Moment shown' });
const shownAt = async (page: Page): Promise<number> => Number(await page.locator('main').getAttribute('data-as-of'));
const momentInAddress = (page: Page): string | null => new URL(page.url()).searchParams.get('at');

async function numbersAt(instant: number, scope = 'all'): Promise<Record<string, number | null>> {
  const address = `${server.url}/api/v1/metrics?scope=${scope}&window=15m&at=${iso(instant)}`;
  const { metrics } = (await (await fetch(address)).json()) as MetricsAnswer;
  return {
    'waiting@now': metrics.waiting.value,
    'wait.longest@now': metrics['wait.longest'].value,
    'asa@15m': metrics.asa.value,
    'agents.available@now': metrics['agents.available'].value,
  };
}

/** What is painted, once it is of this moment. */
async function painted(page: Page, instant: number): Promise<Record<string, number | null>> {
  await expect.poll(() => shownAt(page)).toBe(instant);
  const { heroes } = await readWall(page);
  const keys = ['waiting@now', 'wait.longest@now', 'asa@15m', 'agents.available@now'];
  return Object.fromEntries(keys.map((key) => [key, number(heroes[key])]));
}

/** Where an instant of the shown day is on the page. */
async function placeOn(page: Page, instant: number, of = day): Promise<{ x: number; y: number }> {
  const box = await page.locator('.track').boundingBox();
  if (!box) throw new Error('there is no strip');
  return { x: box.x + (box.width * (instant - of.fromAt)) / (of.toAt - of.fromAt), y: box.y + box.height / 2 };
}

test('dragged to 11:40 the desk shows the floor of 11:40, and follows on the way; the link opens the same', async ({
  page,
  context,
}) => {
  await page.goto(`${server.url}/desk?sort=-waiting&at=${iso(at - 180 * MINUTE)}`);
  await painted(page, at - 180 * MINUTE);
  const [from, over, to] = [
    await placeOn(page, at - 180 * MINUTE),
    await placeOn(page, at - 30 * MINUTE),
    await placeOn(page, at),
  ];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(over.x, over.y, { steps: 8 });
  // The hand still holds it.
  const wayside = Math.round((at - 30 * MINUTE) / MINUTE) * MINUTE;
  expect(await painted(page, wayside)).toEqual(await numbersAt(wayside));
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  const numbers = await numbersAt(at);
  expect(numbers['waiting@now']).toBeGreaterThan(0);
  expect(await painted(page, at)).toEqual(numbers);
  await expect(handle(page)).toHaveAttribute('aria-valuetext', /, 11:40:00$/);
  expect(new URL(page.url()).search).toBe(`?sort=-waiting&at=${iso(at)}`);
  await drawn(page);
  await page.screenshot({ path: join(SHOTS, 'desk-strip.png') });

  const colleague = await context.newPage();
  await colleague.goto(page.url());
  expect(await painted(colleague, at)).toEqual(numbers);
  await expect(handle(colleague)).toHaveAttribute('aria-valuenow', '700');
  await colleague.close();
});

test('a click jumps, keys move by a minute, a quarter and an hour, and one key is live again', async ({ page }) => {
  await page.goto(`${server.url}/desk?at=${iso(at - 60 * MINUTE)}`);
  await painted(page, at - 60 * MINUTE);
  const { x, y } = await placeOn(page, at);
  await page.mouse.click(x, y);
  await painted(page, at);
  await handle(page).focus();
  for (const [key, minutes] of [
    ['ArrowRight', 1],
    ['Shift+ArrowRight', 16],
    ['ArrowLeft', 15],
    ['Shift+ArrowLeft', 0],
    ['PageUp', 60],
    ['PageDown', 0],
    ['[', -1],
    [']', 0],
    ['Shift+]', 15],
    ['Shift+[', 0],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => shownAt(page), key).toBe(at + minutes * MINUTE);
  }
  expect(await painted(page, at)).toEqual(await numbersAt(at));
  await page.keyboard.press('Home');
  await expect(handle(page)).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('l');
  await expect(page.locator('[data-past]')).toHaveCount(0);
  expect(momentInAddress(page)).toBeNull();
  await expect(handle(page)).toHaveAttribute('aria-valuetext', /^now, \d\d:\d\d$/);
});

test('other days are at hand; last week’s lies behind, and today ends now', async ({ page }) => {
  await page.goto(`${server.url}/desk?at=${iso(at)}`);
  await painted(page, at);
  const paths = () =>
    page.locator('.picture path').evaluateAll((all) => all.map((path) => path.getAttribute('d')?.length ?? 0));
  await expect.poll(async () => Math.min(...(await paths()))).toBeGreaterThan(100);
  await expect(page.getByRole('img', { name: /^Offered, per 5 min: .*Most \d+, at 1\d:\d\d/ })).toBeVisible();
  await expect(page.locator('rect.below').first()).toBeAttached();

  await page.getByRole('button', { name: 'A day back' }).click();
  await expect.poll(() => shownAt(page)).toBe(sameClockOn(dayOn(dateAfter(day.date, -1), ZONE), at, ZONE));
  await page.getByRole('button', { name: 'A day on' }).click();
  await painted(page, at);

  await page.keyboard.press('l');
  await expect(page.locator('[data-past]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'A day on' })).toBeDisabled();
  // What is to come can't be gone to: that is now.
  const today = dayOf(await shownAt(page), ZONE);
  const end = await placeOn(page, today.toAt - MINUTE, today);
  await page.mouse.click(end.x, end.y);
  await drawn(page);
  await expect(page.locator('[data-past]')).toHaveCount(0);
});

test('a finger on the strip moves the handle and not the page', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 500 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(`${server.url}/desk?at=${iso(at)}`);
  await painted(page, at);
  await page.evaluate(() => scrollTo(0, 60));
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(0);
  const client = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  const { x, y } = await placeOn(page, at);
  await touch('touchStart', [{ x, y }]);
  for (let i = 1; i <= 8; i++) await touch('touchMove', [{ x: x - i * 10, y: y - i * 12 }]);
  await touch('touchEnd', []);
  await expect.poll(() => shownAt(page)).toBeLessThan(at - 3 * 60 * MINUTE);
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  await context.close();
});

for (const scheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on the strip, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${server.url}/desk?at=${iso(at)}`);
    await painted(page, at);
    await drawn(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  });
