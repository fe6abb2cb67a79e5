// What one update of a full wall costs a TV: main-thread time of a board of twelve widgets before two thousand agents at
// work, with the processor six times slower. Beside it, by turns, pages that do less: four bare uPlots and thirty cells, and
// as little as a browser can do with an update, thirty texts written and one.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { barePage, textsPage } from './bare-page.ts';
import { startBareServer, usualFrame } from './bare-server.ts';
import { launchBrowser } from './browser.ts';
import { AGENTS, endFloor, startFloor, startSender } from './busy-server.ts';
import { grouped, median, quantile, type Figure } from './figure.ts';
import { markUpdates, updatesOf, type Updates } from './main-thread.ts';

const SLOWER = 6;
const EVENTS_PER_S = 200;
const MEASURED_MS = 8_000;
const ROUNDS = 3;
/** as many as the page of bare uPlots has cells */
const TEXTS = 30;
const TOPIC = 'floor?scope=all';
const BOARD = 'twelve';
/** On the grid of a TV; the agents have room for all of them. */
const WIDGETS: [widget: string, at: [x: number, y: number, width: number, height: number], options?: object][] = [
  ['agents', [0, 0, 6, 8]],
  ['wait', [6, 0, 6, 4]],
  ['service-level', [12, 0, 6, 4]],
  ['deflection', [18, 0, 6, 4]],
  ['nps', [6, 4, 5, 4]],
  ['staffing', [11, 4, 5, 4]],
  ['queues', [16, 4, 4, 4]],
  ['number', [20, 4, 4, 4], { metric: 'abandon.rate', window: '60m' }],
  ['assistant', [0, 8, 6, 4]],
  ['sites', [6, 8, 6, 4]],
  ['number', [12, 8, 6, 4], { metric: 'answered', window: '60m' }],
  ['sources', [18, 8, 6, 4]],
];

/** What takes turns with the wall, and does less. */
const BESIDE = [
  { key: 'bare', what: '4 bare uPlots and 30 cells', page: barePage() },
  { key: 'one', what: 'a page that writes one text', page: textsPage(1) },
  { key: 'texts', what: `a page that writes ${TEXTS} texts`, page: textsPage(TEXTS) },
] as const;
type Who = (typeof BESIDE)[number]['key'] | 'ours';

export async function run(): Promise<Figure[]> {
  const server = await startFloor(dataWithBoard());
  const stopSender = startSender(server.url, EVENTS_PER_S);
  const browser = await launchBrowser();
  const frame = await usualFrame(server.url, TOPIC);
  const bare = await Promise.all(
    BESIDE.map(async ({ key, page }) => ({ key, server: await startBareServer({ page, frame, everyMs: 100 }) })),
  );
  const rounds: Record<Who, Updates>[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await measure(browser, `${server.url}/wall/${BOARD}`);
      const beside: [Who, Updates][] = [];
      for (const one of bare) beside.push([one.key, await measure(browser, one.server.url)]);
      rounds.push({ ours, ...Object.fromEntries(beside) } as Record<Who, Updates>);
    }
    return figures(rounds);
  } finally {
    await browser.close();
    await Promise.all(bare.map((one) => one.server.end()));
    await stopSender();
    await endFloor(server);
  }
}

function figures(rounds: readonly Record<Who, Updates>[]): Figure[] {
  const of = (who: Who, read: (one: Updates) => number): number => median(rounds.map((round) => read(round[who])));
  const at = (q: number) => (one: Updates) => quantile(one.updatesMs, q);
  const share = (name: keyof Updates['perUpdateMs']) => (one: Updates) => one.perUpdateMs[name];
  const figure = (name: string, what: string, read: (one: Updates) => number): Figure => ({
    ...{ name: `wall.${name}`, what, unit: 'ms', value: of('ours', read) },
    beside: { what: BESIDE[0].what, value: of('bare', read) },
  });
  const what = `a wall of ${WIDGETS.length} widgets, ${grouped(AGENTS)} agents, CPU ${SLOWER} × slower`;
  return [
    { ...figure('p95', `${what}: main thread of one update, p95`, at(0.95)), goal: { atMost: 12 } },
    figure('p50', 'the same, p50', at(0.5)),
    figure('script', 'of an update on average: script', share('script')),
    figure('style', 'style and layout', share('layout')),
    figure('paint', 'paint and what hands it on', share('paint')),
    ...BESIDE.slice(1).map(({ key, what: page }) => ({
      ...{ name: `wall.${key}`, what: `an update of ${page}, p95`, unit: 'ms', value: of(key, at(0.95)) },
      beside: { what: 'p50', value: of(key, at(0.5)) },
    })),
  ];
}

function dataWithBoard(): string {
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const widgets = WIDGETS.map(([widget, place, options = {}], i) => ({
    ...{ id: `w${i}`, widget, options },
    at: { wide: place },
  }));
  mkdirSync(join(data, 'boards'));
  writeFileSync(
    join(data, 'boards', `${BOARD}.json`),
    JSON.stringify({ version: 1, title: { en: 'Twelve' }, widgets }),
  );
  return data;
}

async function measure(browser: Browser, url: string): Promise<Updates> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  try {
    await markUpdates(page);
    await page.goto(url);
    await page.waitForSelector('[data-link="live"]', { timeout: 60_000 });
    const drawn = await page.locator('[data-widget]').count();
    if (url.endsWith(BOARD) && drawn !== WIDGETS.length) throw new Error(`${drawn} widgets are there`);
    await pause(3000);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await pause(2000);
    return await updatesOf(browser, page, MEASURED_MS);
  } finally {
    await page.close();
  }
}
