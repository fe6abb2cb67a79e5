// What a page's main thread does with each update of its floor that comes over its socket, read from a trace of the browser.
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];
const TASK = 'RunTask';
const MARK = 'floor-update';
/** Other topics come over the same socket. */
const UPDATE = /^\{"t":"delta",(?!"topic":"(?!floor))/;
const NAMES = {
  script: [
    'EventDispatch',
    'FunctionCall',
    'EvaluateScript',
    'FireAnimationFrame',
    'TimerFire',
    'RunMicrotasks',
    'HandlePostMessage',
  ],
  layout: ['UpdateLayoutTree', 'RecalculateStyles', 'Layout'],
  paint: ['PrePaint', 'Paint', 'Layerize', 'Commit', 'UpdateLayer'],
} as const;

export interface Updates {
  /** all tasks from one update to the next, ms of the thread */
  updatesMs: number[];
  /** of that on average */
  perUpdateMs: Record<keyof typeof NAMES, number>;
}

/** Before the page is loaded: it marks each update that comes. */
export async function markUpdates(page: Page): Promise<void> {
  await page.addInitScript(
    ([mark, source]) => {
      const update = new RegExp(source);
      window.WebSocket = class extends WebSocket {
        constructor(...given: ConstructorParameters<typeof WebSocket>) {
          super(...given);
          this.addEventListener('message', ({ data }) => update.test(data as string) && performance.mark(mark));
        }
      };
    },
    [MARK, UPDATE.source],
  );
}

/** µs */
interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  tdur?: number;
  pid: number;
  tid: number;
}

export async function updatesOf(browser: Browser, page: Page, measuredMs: number): Promise<Updates> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await pause(measuredMs);
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  return readUpdates(trace.traceEvents);
}

/** @throws when no update came */
function readUpdates(events: readonly TraceEvent[]): Updates {
  const first = events.find(({ name }) => name === MARK);
  if (!first) throw new Error('no update of the floor came');
  const ours = events.filter(({ pid, tid }) => pid === first.pid && tid === first.tid).sort((a, b) => a.ts - b.ts);
  const starts = ours.filter(({ name }) => name === MARK).map(({ ts }) => ts);
  const spent = starts.slice(1).map(() => 0);
  let update = -1;
  for (const one of ours) {
    // An update comes within a task, which belongs to it.
    if (one.name !== TASK || one.dur === undefined) continue;
    while (update + 1 < starts.length && starts[update + 1] < one.ts + one.dur) update++;
    if (update >= 0 && update < spent.length) spent[update] += (one.tdur ?? one.dur) / 1000;
  }
  const own = ownTimes(ours);
  const perUpdateMs = Object.fromEntries(
    Object.entries(NAMES).map(([kind, names]) => [
      kind,
      names.reduce((sum, name) => sum + (own.get(name) ?? 0), 0) / 1000 / starts.length,
    ]),
  ) as Updates['perUpdateMs'];
  return { updatesMs: spent, perUpdateMs };
}

/** Of what lies within another its time is its own only. */
function ownTimes(events: readonly TraceEvent[]): Map<string, number> {
  const own = new Map<string, number>();
  const open: { name: string; end: number }[] = [];
  const add = (name: string, us: number): void => void own.set(name, (own.get(name) ?? 0) + us);
  for (const { name, ph, ts, dur = 0, tdur = dur } of events) {
    if (ph !== 'X') continue;
    while (open.length > 0 && open[open.length - 1].end <= ts) open.pop();
    if (open.length > 0) add(open[open.length - 1].name, -tdur);
    add(name, tdur);
    open.push({ name, end: ts + dur });
  }
  return own;
}
