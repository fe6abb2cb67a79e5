// Days that the desk draws: of an agent as a strip of states, of a queue as hours and weekdays.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { AgentDay } from '#core/agent-day.ts';
import { formatSeconds } from '#core/format.ts';
import { dateAfter, dayOf, dayOn, sameClockOn } from '#core/local-day.ts';
import { answered, event, post, queued } from '../support/events.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, misprints } from './floor-wall.ts';

const SHOTS = join(import.meta.dirname, '../../test-results/shots');
const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;

let server: ServerProcess;
let data: string;
/** yesterday at the site, and 08:00 of it */
const date = dateAfter(dayOf(Date.now(), ZONE).date, -1);
const morning = sameClockOn(dayOn(date, ZONE), Date.parse('2026-06-01T06:00:00Z'), ZONE);

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-day-'));
  server = await ServerProcess.start({ data, env: { TABLO_ZONE: ZONE } });
  const state = (minute: number, name: string, reason?: string) =>
    event('agent.state', morning + minute * MINUTE, {
      agent: 'ann',
      state: name,
      reason,
      name: 'Ann',
      queues: ['care'],
    });
  const events = [state(0, 'available')];
  for (let i = 0; i < 30; i++) {
    const from = i * 12 + (i >= 15 ? 60 : 0);
    const at = morning + from * MINUTE;
    events.push(queued('care', `v${i}`, at), answered(`v${i}`, at + MINUTE));
    events.push(event('contact.ended', at + (5 + (i % 4)) * MINUTE, { contact: `contact-v${i}`, by: 'customer' }));
    events.push(state(from + 1, 'contact'), state(from + 5 + (i % 4), 'wrapup'), state(from + 10, 'available'));
  }
  events.push(state(180, 'break', 'lunch'), state(200, 'offline'), state(235, 'available'), state(430, 'offline'));
  await post(server.url, events);
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

test('an agent’s day has each state from when to when, how long it lasted, and talks', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.url}/stories/desk?agent=ann&day=${date}`);
  const part = page.getByRole('region', { name: 'The day of an agent' });
  await expect(part.locator('[data-state]').first()).toBeVisible();
  const day = (await (await fetch(`${server.url}/api/v1/agent-day?agent=ann&day=${date}`)).json()) as AgentDay;
  expect(day.states.length).toBeGreaterThan(80);
  const painted = await part
    .locator('rect[data-from]')
    .evaluateAll((all) => all.map(({ dataset, classList }) => [classList[0], dataset.from, dataset.to]));
  const worked = day.states.filter(({ state }) => state !== 'offline');
  expect(painted).toEqual(worked.map(({ state, from, to }) => [state, from, to ?? day.to]));
  const seconds = worked
    .filter(({ state }) => state === 'contact')
    .reduce((sum, { from, to }) => sum + (Date.parse(to ?? '') - Date.parse(from)) / 1000, 0);
  await expect(part.locator('[data-state=contact]')).toContainText(formatSeconds(seconds));
  await expect(part.locator('[data-talks]')).toHaveAttribute('data-talks', '30');
  await expect(part.locator('rect.break title')).toHaveText('break · lunch, 11:00 – 11:20, 20:00');
  await expect(part.getByText('08:00', { exact: true })).toBeVisible();
  await expect(part).toContainText('signed out at 15:10');
  await drawn(page);
  expect(await misprints(page)).toEqual([]);
  await page.screenshot({ path: join(SHOTS, 'agent-day.png') });

  await page.goto(`${server.url}/stories/desk?agent=ann&day=${dateAfter(date, -3)}`);
  await expect(part).toContainText('Not signed in on this day');
  await page.goto(`${server.url}/stories/desk?agent=nobody`);
  await expect(part).toContainText('No source has told of an agent "nobody"');
});

test('a queue’s week shows what is chosen by hour and weekday, and nothing where nothing is known', async ({
  page,
}) => {
  await page.goto(`${server.url}/stories/desk?queue=care`);
  const part = page.getByRole('region', { name: 'The week of a queue' });
  const known = part.locator('rect:not(.gap)');
  await expect(known.first()).toBeAttached();
  // Seven hours of yesterday, and those since in which nobody called: not the weeks before.
  const hours = (Date.now() - morning) / (60 * MINUTE);
  expect(await known.count()).toBeLessThanOrEqual(Math.ceil(hours));
  await expect(part.locator('rect:not(.gap) title').filter({ hasText: /08:00: 5$/ })).toHaveCount(1);
  await part.getByRole('button', { name: 'Average speed of answer' }).click();
  await expect(part).toHaveAttribute('data-week-of', 'asa');
  await expect(part.locator('rect:not(.gap) title').filter({ hasText: /08:00: 1:00$/ })).toHaveCount(1);
  await part.getByRole('button', { name: 'Service level' }).click();
  await expect(part.getByRole('img', { name: /^Service level by hour and weekday/ })).toBeVisible();
  await drawn(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('both stand on the desk: the day below who is chosen, the week below a queue’s detail', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const noon = new Date(morning + 100 * MINUTE).toISOString();
  await page.goto(`${server.url}/desk?view=agents&agent=ann&at=${noon}`);
  const day = page.getByRole('region', { name: 'The day of an agent' });
  await expect(day.locator('[data-state=contact]')).toBeVisible();
  // What came after the moment that is shown is not there.
  await expect(day.locator('rect[data-from]').last()).toHaveAttribute('data-to', noon);
  await page.goto(`${server.url}/desk?queue=care&at=${noon}`);
  const week = page.getByRole('region', { name: 'The week of a queue' });
  await week.scrollIntoViewIfNeeded();
  await expect(week.locator('rect:not(.gap)').first()).toBeAttached();
});
