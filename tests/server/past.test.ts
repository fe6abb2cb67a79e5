// Weeks of a floor: a server that put days on the shelf says of them what one says that keeps all in memory, also after
// a restart, and when what it derived from its log is gone or damaged.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { get, post } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { MORNING, simulate } from '../support/simulated-floor.ts';

const DAY_MS = 24 * 3_600_000;
const MINUTES = 20;
const LAST_DAY = 12;
const iso = (at: number): string => new Date(at).toISOString();
const momentOn = (day: number): string => iso(MORNING + day * DAY_MS + 10 * 60_000);

function eventsOn(day: number): CloudEvent[] {
  const startAt = MORNING + day * DAY_MS;
  const timeline = { realStartAt: startAt, worldStartAt: startAt, speed: 1 };
  const floor = { agents: 80, load: 0.3, generation: `day${day}`, timeline };
  return simulate(MINUTES, floor).map(({ simulated: _, ...event }) => event);
}

const QUESTIONS = [
  ...[0, 1, 2, 6, LAST_DAY].flatMap((day) => [
    `/api/v1/metrics?window=today&at=${momentOn(day)}`,
    `/api/v1/metrics?window=15m&scope=queue:sales&at=${momentOn(day)}`,
    `/api/v1/queues?window=30m&at=${momentOn(day)}`,
    `/api/v1/agents?at=${momentOn(day)}`,
    `/api/v1/visits?limit=1000&from=${momentOn(day - 1)}&to=${momentOn(day)}`,
  ]),
  `/api/v1/metrics?window=28d&at=${momentOn(LAST_DAY)}`,
  `/api/v1/queues?window=28d`,
  ...['asa', 'offered', 'agents.signedin', 'waiting', 'occupancy'].map(
    (metric) => `/api/v1/series?metric=${metric}&from=${momentOn(-1)}&to=${momentOn(LAST_DAY)}&step=7200`,
  ),
];

let clock = 0;
const now = (): number => clock;
const folders: string[] = [];
let before: unknown;

const folder = (): string => {
  folders.push(newFolder());
  return folders[folders.length - 1];
};
afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

const open = (data: string, hotDays = 9): Promise<TestApp> =>
  startApp({ data, now, settings: { checkpointEveryS: 0, hotDays, zone: 'Europe/Moscow' } });

/** What it says of all those days; the counts of a process since its start are its own. */
async function said({ url }: TestApp): Promise<unknown> {
  const answers: unknown[] = [];
  for (const path of QUESTIONS) {
    const { status, body } = await get<object>(url, path);
    expect(status, path).toBe(200);
    answers.push(body);
  }
  const own = JSON.stringify(answers, (key, value: unknown) => (OWN.includes(key) ? undefined : value));
  return JSON.parse(own) as unknown;
}
const OWN = ['rejected', 'skewMs', 'heardAt'];

async function fill(app: TestApp): Promise<void> {
  for (let day = 0; day <= LAST_DAY; day++) {
    clock = MORNING + day * DAY_MS + MINUTES * 60_000;
    const events = eventsOn(day);
    expect((await post(app.url, events)).body).toEqual({ accepted: events.length, duplicates: 0, rejected: [] });
    // Whoever asks has the historian read as far as the log goes.
    await get(app.url, QUESTIONS[0]);
  }
}

const days = (data: string): string[] => readdirSync(join(data, 'days'));
const kept = folder();
const data = folder();

beforeAll(async () => {
  const reference = await open(kept, 3650);
  await fill(reference);
  before = await said(reference);
  const { body } = await get<{ metrics: { offered: { value: number } } }>(reference.url, QUESTIONS[0]);
  expect(body.metrics.offered.value).toBeGreaterThan(10);
  await reference.close();
  const app = await open(data);
  await fill(app);
  await app.close();
}, 120_000);

describe('days on the shelf', () => {
  it('are told as by a server that has them all in memory, after a restart, too', async () => {
    expect(days(data).length).toBeGreaterThan(2);
    const app = await open(data);
    expect(await said(app)).toEqual(before);
    await app.close();
  });

  it('count in the numbers of a screen of the present that looks back so far', async () => {
    const app = await open(data);
    const screen = await Screen.open(app.url);
    const topic = 'floor?scope=all&show=offered@28d,offered@28d/3600/7200,offered@7d';
    await screen.watch(topic);
    const { body } = await get<{ metrics: { offered: { value: number } } }>(app.url, '/api/v1/metrics?window=28d');
    const view = () => screen.held.get(topic)?.state as FloorView;
    await expect.poll(() => view().readings['offered@28d'].value, { timeout: 30_000 }).toBe(body.metrics.offered.value);
    expect(view().readings['offered@7d'].value).toBeLessThan(body.metrics.offered.value);
    // The engine by itself would draw too little.
    expect(view().lines).toEqual({ 'offered@28d/3600/7200': {} });
    screen.socket.close();
    await app.close();
  });

  it.each([
    ['the checkpoint', () => rmSync(join(data, 'checkpoint.floor'))],
    ['all that was derived', () => ['checkpoint.floor', 'days', 'history.db'].forEach(remove)],
    ['a day', () => rmSync(join(data, 'days', days(data)[0]))],
    ['the roll-ups', () => remove('history.db')],
  ])('are made again from the log when %s is gone', async (_, harm) => {
    harm();
    const app = await open(data);
    expect(await said(app)).toEqual(before);
    // The live engine did not take in what is on the shelf.
    const { startedAt } = app.engine.floor.contacts.table.col;
    expect(Math.min(...startedAt.filter((at) => at !== 0))).toBeGreaterThan(MORNING + DAY_MS);
    await app.close();
  });

  it.each([
    ['one of them', () => flip(join(data, 'days', days(data).sort()[0]), [0.6])],
    ['their roll-ups', () => flip(join(data, 'history.db'), [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])],
    ['the beginning of their roll-ups', () => flip(join(data, 'history.db'), [0])],
  ])('are made again when damage is found in %s; whoever asks meanwhile is told so', async (_, harm) => {
    harm();
    const app = await open(data);
    // Any question may meet the damage; nothing wrong is told meanwhile.
    let all: unknown = null;
    while (all === null) {
      for (const path of QUESTIONS) await answered(app, path);
      all = await said(app).catch(() => null);
    }
    expect(all).toEqual(before);
    await app.close();
  });

  it('leave no file behind that no checkpoint names', () => {
    const names = days(data).map((file) => file.slice(0, 10));
    expect(new Set(names).size).toBe(names.length);
  });
});

async function answered(app: TestApp, path: string): Promise<void> {
  for (;;) {
    const { status, body } = await get<{ error: { code: string; message: string } }>(app.url, path);
    if (status === 200) return;
    expect([status, body.error.code]).toEqual([503, 'no_history']);
    await pause(50);
  }
}

/** Some bytes there are others. */
function flip(file: string, places: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const place of places)
    for (let at = Math.floor(bytes.length * place), end = at + 32; at < end; at++) bytes[at] ^= 0x55;
  writeFileSync(file, bytes);
}

function remove(name: string): void {
  for (const file of readdirSync(data).filter((found) => found.startsWith(name)))
    rmSync(join(data, file), { recursive: true });
}
