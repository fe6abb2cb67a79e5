// An event → painted by a real Chromium, while a thousand other sockets listen and the floor is at work. By turns with bare
// ws and bare uPlot under the same load.
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import type { CloudEvent } from '#core/event.ts';
import { QUEUES } from '../support/scenario.ts';
import { barePage } from './bare-page.ts';
import { startBareServer, usualFrame } from './bare-server.ts';
import { launchBrowser } from './browser.ts';
import { AGENTS, endFloor, eventsTaken, startFloor, startSender } from './busy-server.ts';
import { grouped, quantile, type Figure } from './figure.ts';
import { Listeners } from './listeners.ts';

const LISTENERS = 1000;
const EVENTS_PER_S = 2000;
const SAMPLES = 120;
const ROUNDS = 2;
const TOPIC = 'floor?scope=all';
const HERO = '[data-metric="waiting@now"]';

interface Side {
  url: string;
  path: string;
  /** ms of each event, from before it was sent, and from when it was known to be taken */
  sent: number[];
  accepted: number[];
  /** at the other sockets, from the picture's instant, ms, p99 of each round */
  received: number[];
}

export async function run(): Promise<Figure[]> {
  const server = await startFloor();
  const stopSender = startSender(server.url, EVENTS_PER_S);
  const frame = await usualFrame(server.url, TOPIC);
  await stopSender();
  const bare = await startBareServer({ page: barePage(), frame, everyMs: 100 });
  const browser = await launchBrowser();
  const side = (url: string, path: string): Side => ({ url, path, sent: [], accepted: [], received: [] });
  const [ours, theirs] = [side(server.url, '/wall/floor'), side(bare.url, '/')];
  try {
    const before = await eventsTaken(server.url);
    let busyMs = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await measure(browser, theirs, round);
      busyMs += await measure(browser, ours, round);
    }
    const perSecond = (1000 * ((await eventsTaken(server.url)) - before)) / busyMs;
    return figures(ours, theirs, perSecond, frame.length);
  } finally {
    await browser.close();
    await bare.end();
    await endFloor(server);
  }
}

function figures(ours: Side, theirs: Side, perSecond: number, frameBytes: number): Figure[] {
  const what = `in Chromium, ${grouped(LISTENERS)} other sockets, ${grouped(EVENTS_PER_S)} events/s, ${grouped(AGENTS)} agents`;
  const beside = (values: number[], q: number) => ({
    beside: { what: 'bare ws, bare uPlot', value: quantile(values, q) },
  });
  return [
    {
      name: 'paint.p99',
      what: `event sent → painted ${what}, p99 of ${ours.sent.length}`,
      value: quantile(ours.sent, 0.99),
      unit: 'ms',
      ...beside(theirs.sent, 0.99),
    },
    {
      name: 'paint.p50',
      what: 'the same, p50',
      value: quantile(ours.sent, 0.5),
      unit: 'ms',
      ...beside(theirs.sent, 0.5),
    },
    {
      name: 'paint.accepted.p99',
      what: 'event accepted, as its sender is told → painted, p99',
      value: quantile(ours.accepted, 0.99),
      unit: 'ms',
      goal: { atMost: 150 },
      ...beside(theirs.accepted, 0.99),
    },
    {
      name: 'paint.received.p99',
      what: `a picture’s instant → its frame of some ${grouped(frameBytes)} bytes is at the other sockets, p99`,
      value: Math.max(...ours.received),
      unit: 'ms',
      beside: { what: 'bare ws', value: Math.max(...theirs.received) },
    },
    {
      name: 'paint.load',
      what: 'events taken a second meanwhile',
      value: perSecond,
      unit: 'events/s',
      goal: { atLeast: 0.95 * EVENTS_PER_S },
    },
  ];
}

/** @returns how long its floor was at work, ms */
async function measure(browser: Browser, side: Side, round: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const listeners = await Listeners.open(side.url, LISTENERS, TOPIC);
  const startedAt = performance.now();
  const stopSender = startSender(side.url, EVENTS_PER_S);
  try {
    await page.goto(side.url + side.path);
    await page.waitForSelector('[data-link="live"]', { timeout: 60_000 });
    await pause(3000);
    listeners.measure();
    const before = Number(await page.locator(HERO).getAttribute('data-value'));
    await page.evaluate(watchPaint, HERO);
    const [sentAt, acceptedAt]: number[][] = [[], []];
    for (let n = 0; n < SAMPLES; n++) {
      sentAt.push(now());
      await post(side.url, [queued(`${round}-${n}`, n)]);
      acceptedAt.push(now());
      await pause(90 + ((n * 37) % 90));
    }
    await pause(1000);
    const painted = await page.evaluate(() => (window as unknown as { painted: [number, number][] }).painted);
    const paintedAt = (value: number): number => painted.find(([shown]) => shown >= value)?.[1] ?? Infinity;
    side.sent.push(...sentAt.map((at, n) => paintedAt(before + n + 1) - at));
    side.accepted.push(...acceptedAt.map((at, n) => paintedAt(before + n + 1) - at));
    side.received.push((await listeners.report()).p99);
  } finally {
    await stopSender();
    await listeners.close();
    await page.close();
  }
  return performance.now() - startedAt;
}

/** epoch ms, as pages say it too */
const now = (): number => performance.timeOrigin + performance.now();

/** In the page: when each value was first painted, kept in the order of time. */
function watchPaint(selector: string): void {
  const painted: [value: number, at: number][] = [];
  Object.assign(window, { painted });
  const hero = document.querySelector(selector);
  if (!hero) throw new Error(`there is no ${selector}`);
  new MutationObserver(() => {
    const value = Number(hero.getAttribute('data-value'));
    // The task after the next frame's callbacks: the frame is painted by then.
    requestAnimationFrame(() => setTimeout(() => painted.push([value, performance.timeOrigin + performance.now()])));
  }).observe(hero, { attributes: true, attributeFilter: ['data-value'] });
}

async function post(url: string, events: CloudEvent[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
}

/** One more waits. */
function queued(name: string, n: number): CloudEvent {
  const data = { contact: `p${name}`, visit: `p${name}/1`, queue: QUEUES[n % QUEUES.length].id };
  // A little in the past: what happened in this very millisecond is not before it.
  const time = new Date(Date.now() - 1).toISOString();
  return { specversion: '1.0', id: `probe-${name}`, source: 'probe', type: 'contact.queued', time, data };
}
