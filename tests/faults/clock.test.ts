// The clock of the machine is set wrong, and right again: while the server runs, and between two starts. The sources'
// clocks are right all the time.
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import type { Full } from '#core/protocol/messages.ts';
import { EventLog } from '../../server/log/event-log.ts';
import { LogReader } from '../../server/log/log-reader.ts';
import { Retention } from '../../server/retention.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { newEngine } from '../support/engine.ts';
import { answered, event, get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { testFolder, whenOver } from '../support/when-over.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = 'floor?scope=all';
const JUMPS = [HOUR, -HOUR, DAY, -DAY];

const running = new Set<TestApp>();

async function start(data: string, now: () => number): Promise<TestApp> {
  const app = await startApp({ data, now, settings: { checkpointEveryS: 0 } });
  running.add(app);
  whenOver(() => running.delete(app) && app.close());
  return app;
}

async function stop(app: TestApp): Promise<void> {
  running.delete(app);
  await app.close();
}

/** Some visits, by the right clock: answered, abandoned, waiting. */
function visits(name: string): CloudEvent[] {
  const at = Date.now();
  return [
    queued('q', `${name}-1`, at - 9000),
    answered(`${name}-1`, at - 5000),
    queued('q', `${name}-2`, at - 8000),
    event('contact.left', at - 4000, { contact: `contact-${name}-2`, visit: `${name}-2`, reason: 'abandoned' }),
    queued('q', `${name}-3`, at - 3000),
    event('agent.state', at - 2000, { agent: name, state: 'available', queues: ['q'] }),
  ];
}

/**
 * All that is said of an instant by the right clock. What one run of a server counts by itself is its own; and what it
 * heard by a clock that is ahead came late, as far as it knows, and marks its interval as revised.
 */
async function saidOf(app: TestApp, at: number): Promise<unknown> {
  const when = `at=${new Date(at).toISOString()}`;
  const asked = [
    'metrics?window=60m',
    'metrics?window=today',
    'queues?window=24h',
    'agents?scope=all',
    'visits?limit=500',
  ];
  const answers = await Promise.all(
    asked.map(async (path) => (await get<object>(app.url, `/api/v1/${path}&${when}`)).body),
  );
  return JSON.parse(
    JSON.stringify(answers, (key, value: unknown) => (['sources', 'revised'].includes(key) ? undefined : value)),
  ) as unknown;
}

interface Live {
  metrics: { waiting: { value: number }; answered: { value: number } };
}
const live = async (app: TestApp): Promise<number[]> => {
  const { metrics } = (await get<Live>(app.url, '/api/v1/metrics?window=60m')).body;
  return [metrics.waiting.value, metrics.answered.value];
};

describe('a clock that is set forward and back by an hour and by a day', () => {
  it('while the server runs stops no screen, refuses no event, and leaves the numbers that a right one gives', async () => {
    let jump = 0;
    const app = await start(testFolder(), () => Date.now() + jump);
    const right = await start(testFolder(), Date.now);
    const screen = await Screen.open(app.url);
    whenOver(() => screen.close());
    await screen.watch(ALL);
    for (const [i, by] of [0, ...JUMPS, 0].entries()) {
      jump = by;
      const { seq } = screen.held.get(ALL) as Full;
      const events = visits(`jump-${i}`);
      for (const { url } of [app, right])
        expect((await post(url, events)).body).toEqual({ accepted: events.length, duplicates: 0, rejected: [] });
      // By the clock as it is now, and again and again.
      await screen.until(ALL, (_, held) => held.seq > seq + 1 && Math.abs(held.asOf - Date.now() - by) < 60_000);
    }
    expect(await live(app)).toEqual([6, 6]);
    const at = Date.now();
    expect(await saidOf(app, at)).toEqual(await saidOf(right, at));
  });

  it('between two starts changes nothing that is said of the past, and nothing counts twice', async () => {
    const data = testFolder();
    const first = await start(data, Date.now);
    const events = visits('v');
    expect((await post(first.url, events)).body.accepted).toBe(events.length);
    const at = Date.now();
    const before = await saidOf(first, at);
    await stop(first);
    for (const by of JUMPS) {
      const app = await start(data, () => Date.now() + by);
      expect(await saidOf(app, at)).toEqual(before);
      expect((await post(app.url, events)).body).toEqual({ accepted: 0, duplicates: events.length, rejected: [] });
      await stop(app);
    }
    const last = await start(data, Date.now);
    expect(await saidOf(last, at)).toEqual(before);
    expect(await live(last)).toEqual([1, 1]);
  });
});

describe('a clock that is a year ahead', () => {
  it('while events are taken leaves the numbers of today, over restarts too', async () => {
    const data = testFolder();
    const first = await start(data, Date.now);
    await post(first.url, visits('before'));
    await stop(first);
    const ahead = await start(data, () => Date.now() + 365 * DAY);
    expect((await post(ahead.url, visits('ahead'))).body.accepted).toBe(6);
    const at = Date.now();
    const said = await saidOf(ahead, at);
    await stop(ahead);
    const last = await start(data, Date.now);
    expect(await live(last)).toEqual([2, 2]);
    expect(await saidOf(last, at)).toEqual(said);
    expect((await post(last.url, visits('after'))).body.accepted).toBe(6);
    expect(await live(last)).toEqual([3, 3]);
  });

  it('removes six hours of the oldest events an hour, not all of them, and none when it is right again', async () => {
    const data = testFolder();
    const log = await EventLog.open(data);
    whenOver(() => log.close());
    const now = Date.now();
    for (let hours = 2400; hours >= 0; hours -= 6) {
      const recordedAt = now - hours * HOUR;
      const id = `${hours} hours ago`;
      await log.append({
        sources: ['test'],
        ids: [id],
        recordedAt,
        simulated: new Uint8Array(1),
        bodies: [`{"id":"${id}"}`],
      });
    }
    const reader = new LogReader(log.file);
    whenOver(() => reader.close());
    const events = () => [...reader.after(0)].length;
    let clock = now;
    const retention = () =>
      new Retention({
        engine: newEngine(),
        log,
        settings: { retentionDays: 90, simulatedRetentionHours: 48, hotDays: 9 },
        now: () => clock,
        logger: pino({ level: 'silent' }),
      });
    const first = retention();
    await first.run();
    expect(events()).toBe(361);
    clock = now + 365 * DAY;
    await first.run();
    expect(events()).toBe(360);
    // Whoever starts anew with the wrong clock, having taken events by it, knows what was removed last.
    await log.append({
      sources: ['test'],
      ids: ['ahead'],
      recordedAt: clock,
      simulated: new Uint8Array(1),
      bodies: ['{}'],
    });
    const second = retention();
    whenOver(() => second.stop());
    await second.start();
    expect(events()).toBe(361);
    await second.run();
    expect(events()).toBe(360);
    clock = now;
    await retention().run();
    await second.run();
    expect(events()).toBe(360);
  });
});
