// A server that still reads its log says how far it is, over HTTP and to the screens, which are served when it has: rule
// P7 of docs/protocol.md.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL, type Starting } from '#core/protocol/messages.ts';
import { createApp, type App } from '../../server/app.ts';
import { loadSettings } from '../../server/config.ts';
import { Progress } from '../../server/progress.ts';
import { newFolder } from '../support/app.ts';
import { get, type ErrorBody } from '../support/events.ts';
import { fillLog } from '../support/full-log.ts';
import { Screen } from '../support/screen.ts';

const EVENTS = 160_000;
const ALL = 'floor?scope=all';

describe('a server that starts', () => {
  const data = newFolder();
  let app: App;
  beforeAll(async () => {
    await fillLog(data, EVENTS);
    const settings = loadSettings([], { PORT: '0', TABLO_DEMO: 'false', TABLO_LOG_LEVEL: 'silent', TABLO_DATA: data });
    app = await createApp({ settings, now: Date.now, web: join(import.meta.dirname, '../fixtures/web') });
  });
  afterAll(async () => {
    await app.close();
    rmSync(data, { recursive: true });
  });

  it('[P7] tells how far it is, answers 503 with the same, and then shows what was asked for', async () => {
    const isReady = app.ready.then(() => true);
    const screen = new Screen(app.url);
    await screen.opened();
    screen.say({ t: 'hello', protocol: PROTOCOL });
    const told = await screen.next('starting');
    expect(told).toMatchObject({ of: EVENTS });
    expect(told.done).toBeLessThan(EVENTS);
    // It says so again as it goes on, and on a busy machine that is before this looks; nothing else has come.
    const [first, ...others] = screen.heard.map(({ t }) => t);
    expect([first, ...new Set(others)]).toEqual(['welcome', 'starting']);
    screen.say({ t: 'watch', topic: ALL });
    screen.say({ t: 'watch', topic: 'floor?scope=nothing:1' });

    const readiness = await get<{ ready: boolean; replayed: number; progress: Omit<Starting, 't'> }>(
      app.url,
      '/readyz',
    );
    expect(readiness).toMatchObject({ status: 503, body: { ready: false, progress: { of: EVENTS } } });
    expect(readiness.body.progress.done).toBe(readiness.body.replayed);
    const refused = await get<ErrorBody>(app.url, '/api/v1/metrics');
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'starting' } } });
    expect(refused.body.error.message).toContain(`of ${EVENTS} events so far`);

    const full = await screen.next('full');
    expect(await isReady).toBe(true);
    expect(full.state).toMatchObject({ readings: { 'waiting@now': { value: EVENTS } } });
    expect(await screen.next('error')).toMatchObject({ topic: 'floor?scope=nothing:1', code: 'bad_scope' });
    const progress = screen.heard.filter((message): message is Starting => message.t === 'starting');
    for (const [i, { done }] of progress.entries()) if (i > 0) expect(done).toBeGreaterThan(progress[i - 1].done);
    const ready = await get<object>(app.url, '/readyz');
    expect(ready).toMatchObject({ status: 200, body: { ready: true, replayed: EVENTS } });
    expect(ready.body).not.toHaveProperty('progress');
    screen.close();
  });
});

describe('progress', () => {
  it('names the seconds left when it knows its pace, and never says that more was done than there was', () => {
    let clock = 0;
    const progress = new Progress({ monotonic: () => clock });
    expect(progress.now()).toEqual({ done: 0, of: 0, secondsLeft: null });
    progress.tell(0, 1000);
    clock = 500;
    progress.tell(25, 1000);
    expect(progress.now()).toEqual({ done: 25, of: 1000, secondsLeft: null });
    clock = 5000;
    progress.tell(250, 1000);
    expect(progress.now()).toEqual({ done: 250, of: 1000, secondsLeft: 15 });
    progress.tell(1012, 1000);
    expect(progress.now()).toMatchObject({ done: 1012, of: 1012 });
  });
});
