// A thread of the server dies: the writer of the log takes the process with it, the historian nobody.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pino from 'pino';
import { expect, it } from 'vitest';
import { REFERENCE } from '#core/directory.ts';
import { Historian } from '../../server/history/historian.ts';
import { startApp } from '../support/app.ts';
import { answered, get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { testFolder, testServer, whenOver } from '../support/when-over.ts';

it('when the writer of the log ends the server does not pretend: it says so, ends with 1, and starts again', async () => {
  const data = testFolder();
  const server = await testServer({ data });
  expect((await post(server.url, [queued('q', 'v1', Date.now())])).body.accepted).toBe(1);
  const screen = await Screen.open(server.url);
  // Somebody else takes away what the writer can't do without: its thread fails where nothing catches it.
  const vandal = new DatabaseSync(join(data, 'events.db'));
  vandal.exec('ALTER TABLE event RENAME TO hidden; ALTER TABLE source RENAME TO kept;');
  const answer = await post(server.url, [queued('q', 'v2', Date.now())]).catch(() => null);
  if (answer) expect(answer.status).toBe(503);
  expect(await server.exited).toEqual({ code: 1, signal: null });
  expect((await screen.closed).code).toBe(1006);
  expect(server.output).toMatch(
    /^Nothing more can be taken: the writer of the log has ended: no such table: source\. Tablo ends; start it again/m,
  );
  expect(server.output).not.toMatch(/^\s+at /m);
  vandal.exec('ALTER TABLE kept RENAME TO source; ALTER TABLE hidden RENAME TO event;');
  vandal.close();
  await server.start();
  expect((await get<{ replayed: number }>(server.url, '/readyz')).body.replayed).toBe(1);
  expect((await post(server.url, [queued('q', 'v2', Date.now())])).body.accepted).toBe(1);
});

it('when the historian ends the live side goes on, who asks is told so with 503, and the next question finds a new one', async () => {
  const app = await startApp();
  whenOver(() => app.close());
  const at = Date.now();
  await post(app.url, [queued('q', 'v1', at - 60_000), answered('v1', at - 50_000), queued('q', 'v2', at - 1000)]);
  const historian = new Historian(
    {
      folder: app.data,
      log: join(app.data, 'events.db'),
      directory: REFERENCE,
      turnedOff: [],
      checkpointEveryS: 3600,
      hotDays: 9,
      ...{ aliases: 'codes', aliasKey: '', erased: { key: '', hashes: [], hasCovered: false } },
      ...{ agentDays: 90, retentionDays: 90 },
      simulatedRetentionHours: 48,
    },
    { health: () => new Map(), logger: pino({ level: 'silent' }) },
  );
  whenOver(() => historian.close());
  const waitingAt = async (when: number) => {
    const query = `?at=${new Date(when).toISOString()}`;
    const answer = await historian.answer('/api/v1/metrics', query, at);
    return (answer as { metrics: { waiting: { value: number } } }).metrics.waiting.value;
  };
  expect(await waitingAt(at - 55_000)).toBe(1);
  const asked = waitingAt(at - 55_000);
  const ended = historian.start().terminate();
  await expect(asked).rejects.toMatchObject({
    status: 503,
    code: 'no_history',
    message: 'The part of the server that knows the past has ended; it starts again in a moment.',
  });
  await ended;
  const live = await get<{ metrics: { waiting: { value: number } } }>(app.url, '/api/v1/metrics');
  expect(live.body.metrics.waiting.value).toBe(1);
  expect(await waitingAt(at - 55_000)).toBe(1);
  expect(await waitingAt(at - 40_000)).toBe(0);
});
