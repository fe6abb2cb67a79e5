// The desk in a real Chromium before a floor of 200 queues and 2 000 agents at work: what its first load weighs, when it
// first says something, and how long a reader waits from an interaction to the next paint with the CPU 4 times slower.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from '@playwright/test';
import { answered, event, post, queued } from '../support/events.ts';
import { installedChromium } from '../support/chromium.ts';
import { largeFloorEvents, manyQueues } from '../support/large-floor.ts';
import { ServerProcess } from '../support/server-process.ts';
import { grouped, type Figure } from './figure.ts';

const QUEUES = manyQueues(200);
const AGENTS = 2000;
const SLOWER = 4;
const LOADS = 5;
const ROUNDS = 6;
/** visits a second, of four events each */
const VISITS = 15;
/** Event Timing reports nothing shorter. */
const LEAST_MS = 16;

/** ms from an interaction to the next paint */
interface Interactions {
  count: number;
  p50: number;
  p95: number;
  worst: string;
}

export async function run(): Promise<Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-desk-'));
  const server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const browser = await chromium.launch({
    executablePath: installedChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    for (const events of inParts(largeFloorEvents(QUEUES, AGENTS, Date.now()), 2000)) await post(server.url, events);
    const weight = await weigh(browser, server.url);
    const stop = keepBusy(server.url);
    const firstRowMs = await firstRow(browser, server.url);
    const interactions = await interact(browser, server.url);
    stop();
    return figuresOf(weight, firstRowMs, interactions);
  } finally {
    await browser.close();
    await server.end();
    rmSync(data, { recursive: true });
  }
}

function figuresOf(scriptKb: number, firstRowMs: number, { count, p50, p95, worst }: Interactions): Figure[] {
  const on = `${QUEUES.length} queues, ${grouped(AGENTS)} agents`;
  const waited = `on it an interaction → the next paint, CPU ${SLOWER} × slower`;
  return [
    {
      name: 'desk.script',
      what: 'JavaScript of the desk’s first load, gzip',
      value: scriptKb,
      unit: 'kB',
      goal: { atMost: 150 },
    },
    {
      name: 'desk.first-row',
      what: `the desk from navigation to its first row, ${on}`,
      value: firstRowMs,
      unit: 'ms',
      goal: { atMost: 1000 },
    },
    { name: 'desk.interaction.p50', what: `${waited}, p50 of ${count}`, value: p50, unit: 'ms' },
    {
      name: 'desk.interaction.p95',
      what: `the same, p95 (the longest: ${worst})`,
      value: p95,
      unit: 'ms',
      goal: { atMost: 100 },
    },
  ];
}

function* inParts<T>(all: readonly T[], count: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += count) yield all.slice(i, i + count);
}

/** Visits that come, are answered and end, and what their agents do meanwhile. @returns stops */
function keepBusy(url: string): () => void {
  let n = 0;
  const timer = setInterval(() => {
    const at = Date.now();
    const events = Array.from({ length: Math.ceil(VISITS / 5) }, () => {
      const [visit, agent] = [`busy-${++n}`, `a${(n * 7919) % AGENTS}`];
      const ids = { contact: `contact-${visit}`, visit };
      return [
        queued(QUEUES[(n * 13) % QUEUES.length].id, visit, at - 20_000),
        answered(visit, at - 2_000),
        event('agent.state', at - 2_000, { agent, state: 'contact' }),
        event('contact.ended', at - 100, { ...ids, agent, by: 'customer' }),
      ];
    }).flat();
    void post(url, events).catch(() => {});
  }, 200);
  return () => clearInterval(timer);
}

async function weigh(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body());
  });
  await page.goto(`${url}/desk`);
  await page.locator('tr[data-queue]').first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => {});
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  await page.close();
  return bytes / 1000;
}

async function firstRow(browser: Browser, url: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < LOADS; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = (): void => {
        if (!document.querySelector('tr[data-queue] [data-value]')) return void requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => Object.assign(window, { firstRowMs: performance.now() })));
      };
      look();
    });
    await page.goto(`${url}/desk`);
    const found = await page.waitForFunction(() => (window as unknown as { firstRowMs?: number }).firstRowMs);
    times.push(Number(await found.jsonValue()));
    await context.close();
  }
  return times.toSorted((a, b) => a - b)[LOADS >> 1];
}

async function interact(browser: Browser, url: string): Promise<Interactions> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}/desk`);
  await page.locator('tr[data-queue]').first().waitFor();
  await page.waitForTimeout(3000);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.evaluate(watchInteractions);
  const done: string[] = [];
  for (let round = 0; round < ROUNDS; round++) await oneRound(page, done);
  const timed = await page.evaluate(() => (window as unknown as { timed: Record<string, [number, string]> }).timed);
  await page.close();
  const reported = Object.values(timed).sort(([a], [b]) => b - a);
  const all = [...reported.map(([ms]) => ms), ...new Array<number>(Math.max(0, done.length - reported.length))].map(
    (ms) => ms ?? LEAST_MS,
  );
  const at = (q: number): number => all[Math.floor((1 - q) * (all.length - 1))];
  const worst = reported.slice(0, 5).map(([ms, what]) => `${ms} ms ${what}`);
  return { count: all.length, p50: at(0.5), p95: at(0.95), worst: worst.join(', ') };
}

/** The longest event of each interaction, kept by the page itself. */
function watchInteractions(): void {
  const timed: Record<string, [number, string]> = {};
  Object.assign(window, { timed });
  const said = ({ target, name }: PerformanceEventTiming): string =>
    `${name} ${target instanceof Element ? `${target.tagName} ${(target.textContent ?? '').trim().slice(0, 20)}` : ''}`;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[])
      if (entry.interactionId && entry.duration > (timed[entry.interactionId]?.[0] ?? 0))
        timed[entry.interactionId] = [entry.duration, said(entry)];
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

async function oneRound(page: Page, done: string[]): Promise<void> {
  const pause = () => page.waitForTimeout(250);
  const click = async (selector: string) => {
    await page.locator(selector).first().click();
    done.push(selector);
    await pause();
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      done.push(key);
      await pause();
    }
  };
  await click('th.waiting a');
  await click('th.asaS a');
  await click('tr[data-queue]:nth-child(3) > th');
  await click('tr[data-queue]:nth-child(6) > th');
  await press('Escape', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'PageDown', 'End', 'Home', 'a', 'a', 'f', 'f', 'o');
  await press('/', 'r', 'o', 'a', 'm', 'Escape', 'Escape');
  for (const option of ['last 60 min', 'last 15 min']) {
    await click('.chips > button:last-of-type');
    await click(`[role="option"]:has-text("${option}")`);
  }
  await click('.chips > button:has-text("channel")');
  await click('[role="option"]:has-text("phone")');
  await click('.chips > button:has-text("channel")');
  await click('[role="option"]:has-text("all")');
}
