// Sources and senders that behave badly: one that floods, one that sends garbage, one that goes silent, one that repeats a
// day, and connections with nobody at the other end. Whoever behaves well notices nothing.
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { startApp } from '../support/app.ts';
import { answered, event, get, post, queued, type ErrorBody } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { MORNING, simulate } from '../support/simulated-floor.ts';
import { testServer, whenOver } from '../support/when-over.ts';

const ALL = 'floor?scope=all';

const ownServer = (): Promise<ServerProcess> => testServer({ env: { TABLO_LOG_LEVEL: 'error' } });

async function waitingIn(url: string, queue: string): Promise<number> {
  const path = `/api/v1/metrics?scope=queue:${queue}`;
  return (await get<{ metrics: { waiting: { value: number } } }>(url, path)).body.metrics.waiting.value;
}

interface SourceRow {
  id: string;
  rejected: number;
  lastEventAt: string | null;
  heardAt: string | null;
}
async function sourceRow(url: string, id: string): Promise<SourceRow | undefined> {
  const { body } = await get<{ sources: SourceRow[] }>(url, '/api/v1/metrics');
  return body.sources.find((source) => source.id === id);
}

it(
  'a source that floods is told to wait, memory stays bounded, and what another sends meanwhile is taken and shown',
  { timeout: 240_000 },
  async () => {
    const server = await ownServer();
    const screen = await Screen.open(server.url);
    whenOver(() => screen.close());
    await screen.watch(ALL);
    // 5 MB of events of a type that nobody counts, again and again, on 24 connections at once.
    const body = JSON.stringify(
      Array.from({ length: 6000 }, (_, i) =>
        event('moon.phase', Date.now(), { i, note: 'x'.repeat(600) }, { source: 'flood' }),
      ),
    );
    const before = server.memoryMiB();
    let isOver = false;
    const refusals: ErrorBody['error'][] = [];
    let floods = 0;
    const flood = async () => {
      while (!isOver) {
        const { status, body: said } = await post<ErrorBody>(server.url, body);
        if (status === 429) {
          refusals.push(said.error);
          await pause(100);
        } else expect(status).toBe(200);
        floods++;
      }
    };
    const flooding = Array.from({ length: 24 }, flood);
    let taken = 0;
    while (taken < 5 || refusals.length === 0) {
      const { status } = await post(server.url, [queued('care', `v${taken}`, Date.now())]);
      if (status === 200) taken++;
      else expect(status).toBe(429);
    }
    await screen.until<FloorView>(ALL, ({ queues = [] }) =>
      queues.some(({ id, waiting }) => id === 'care' && waiting >= 5),
    );
    isOver = true;
    await Promise.all(flooding);
    expect(floods).toBeGreaterThan(0);
    expect(refusals[0]).toEqual({
      code: 'too_busy',
      message: 'Too much is being sent at once; send it again in a second.',
    });
    expect(server.memoryMiB('peak') - before).toBeLessThan(1000);
    expect(await waitingIn(server.url, 'care')).toBe(taken);
  },
);

it('a source that sends garbage is told what is wrong and counted; nobody else is harmed, and no name of its making is kept', async () => {
  const { url, close } = await startApp();
  whenOver(close);
  const good = (n: number): CloudEvent => ({ ...queued('care', `v${n}`, Date.now()), source: 'good' });
  expect((await post(url, [good(0)])).body.accepted).toBe(1);
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const garbage: [body: string | Buffer, status: number][] = [
    [Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), 400],
    [Buffer.alloc(100_000), 400],
    ['{'.repeat(100_000), 400],
    [`"${'x'.repeat(7_000_000)}"`, 400],
    [`[${deep}]`, 200],
    [`[${'null,'.repeat(5000)}{}]`, 200],
    [
      JSON.stringify([
        { ...good(1), data: 'no object' },
        { ...good(1), time: 17 },
        { ...good(1), type: {} },
      ]),
      200,
    ],
  ];
  for (const [n, [body, status]] of garbage.entries()) {
    const answer = await post<ErrorBody & { accepted: number; rejected: { message: string }[] }>(url, body);
    expect(answer.status).toBe(status);
    if (status === 200) {
      expect(answer.body.accepted).toBe(0);
      expect(answer.body.rejected[0].message).toMatch(/\.$/);
    } else expect(answer.body.error.message).toMatch(/\.$/);
    expect((await post(url, [good(n + 2)])).body.accepted).toBe(1);
  }
  expect(await waitingIn(url, 'care')).toBe(garbage.length + 1);
  // What names a source that exists is counted there, everything else for the way by which it came.
  expect(await sourceRow(url, 'good')).toMatchObject({ rejected: 3 });
  const scrape = await (await fetch(`${url}/metrics`)).text();
  expect(scrape).toMatch(/tablo_events_rejected_total\{source="good"\} 3/);
  expect(scrape).toMatch(/tablo_events_rejected_total\{source="cloudevents"\} 5002/);
});

it('bytes that are no HTTP are answered with 400 and an end, and nobody else is harmed', async () => {
  const { url, host, close } = await startApp();
  whenOver(close);
  for (const bytes of [
    Buffer.alloc(20_000, 0xff),
    Buffer.from('GET '),
    Buffer.from(`GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(50_000)}`),
  ]) {
    const socket = await open(host);
    const said = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data: Buffer) => (text += data.toString('latin1'))).on('close', () => resolve(text));
    });
    socket.end(bytes);
    expect(await said).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  }
  expect((await post(url, [queued('care', 'v', Date.now())])).body.accepted).toBe(1);
});

it('a source that goes silent grows old in what is said of it, while the others stay fresh', async () => {
  let jump = 0;
  const app = await startApp({ now: () => Date.now() + jump });
  whenOver(() => app.close());
  const screen = await Screen.open(app.url);
  whenOver(() => screen.close());
  const at = Date.now();
  await post(app.url, [
    { ...queued('care', 'v1', at), source: 'silent' },
    { ...queued('care', 'v2', at), source: 'lively' },
  ]);
  await screen.watch(ALL);
  jump = 600_000;
  const later = Date.now() + jump;
  await post(app.url, [{ ...queued('care', 'v3', later), source: 'lively' }]);
  const { asOf, state } = await screen.until<FloorView>(ALL, ({ sources }) =>
    sources.some(({ id, heardAt }) => id === 'lively' && heardAt === later),
  );
  const silent = (state as FloorView).sources.find(({ id }) => id === 'silent');
  expect(silent).toMatchObject({ lastEventAt: at, heardAt: at });
  expect(asOf - (silent?.heardAt ?? 0)).toBeGreaterThanOrEqual(600_000);
  expect(await sourceRow(app.url, 'silent')).toMatchObject({ heardAt: new Date(at).toISOString() });
});

it('a source that repeats a day changes no number: each of its events is a duplicate', async () => {
  const { url, close } = await startApp();
  whenOver(close);
  const events = simulate(60, { agents: 100, load: 0.2 }).map(({ simulated: _, ...one }) => one);
  const send = async () => {
    const sum = { accepted: 0, duplicates: 0 };
    for (let i = 0; i < events.length; i += 5000) {
      const { accepted, duplicates } = (await post(url, events.slice(i, i + 5000))).body;
      sum.accepted += accepted;
      sum.duplicates += duplicates;
    }
    return sum;
  };
  const asked = ['metrics?window=60m', 'queues?window=60m', 'agents?scope=all'].map(
    (path) => `/api/v1/${path}&at=${new Date(MORNING + 3_600_000).toISOString()}`,
  );
  const said = async () => {
    const answers = await Promise.all(asked.map(async (path) => (await get<object>(url, path)).body));
    return JSON.parse(
      JSON.stringify(answers, (key, value: unknown) => (key === 'sources' ? undefined : value)),
    ) as unknown;
  };
  expect(await send()).toEqual({ accepted: events.length, duplicates: 0 });
  const before = await said();
  expect(await send()).toEqual({ accepted: 0, duplicates: events.length });
  expect(await said()).toEqual(before);
  expect(
    (await (await fetch(`${url}/metrics`)).text()).includes(
      `tablo_events_duplicate_total{source="floor"} ${events.length}`,
    ),
  ).toBe(true);
});

it('connections with nobody at the other end, half way through a request, keep nobody from being served', async () => {
  const { url, host, close } = await startApp();
  whenOver(close);
  const body = JSON.stringify([queued('care', 'never', Date.now())]);
  const head = `POST /api/v1/events HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/cloudevents-batch+json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const upgrade = `GET /live HTTP/1.1\r\nhost: ${host}\r\nupgrade: websocket\r\n`;
  for (let i = 0; i < 300; i++) {
    const socket = await open(host);
    whenOver(() => socket.destroy());
    socket.write(i % 3 === 0 ? head.slice(0, 40) : i % 3 === 1 ? upgrade : head + body.slice(0, -10));
  }
  const screen = await Screen.open(url);
  whenOver(() => screen.close());
  await screen.watch(ALL);
  expect((await post(url, [queued('care', 'v', Date.now()), answered('w', Date.now())])).body.accepted).toBe(2);
  await screen.until<FloorView>(ALL, ({ queues = [] }) =>
    queues.some(({ id, waiting }) => id === 'care' && waiting === 1),
  );
  expect(await waitingIn(url, 'care')).toBe(1);
});

async function open(host: string): Promise<Socket> {
  const [name, port] = host.split(':');
  const socket = connect(Number(port), name);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}
