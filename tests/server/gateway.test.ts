// WS /live, rule by rule: docs/protocol.md, with real sockets. The names begin with the rules' ids.
import { get as httpGet } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { apply, diff } from '#core/protocol/delta.ts';
import { CLOSE, MAX_TOPICS, type Delta, type Full } from '#core/protocol/messages.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { Hub, type Watcher } from '../../server/hub.ts';
import { ok } from '#core/result.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, event, get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

const ALL = 'floor?scope=all';
let app: TestApp;
const screens: Screen[] = [];

beforeAll(async () => {
  app = await startApp();
  await post(app.url, [queued('sales', 'first', Date.now() - 30_000), answered('first', Date.now() - 10_000)]);
});
afterAll(async () => {
  for (const screen of screens) screen.close();
  await app.close();
});

async function welcomed(url = app.url, options?: ConstructorParameters<typeof Screen>[1]): Promise<Screen> {
  const screen = await Screen.open(url, options);
  screens.push(screen);
  return screen;
}

async function silent(options?: ConstructorParameters<typeof Screen>[1]): Promise<Screen> {
  const screen = new Screen(app.url, options);
  screens.push(screen);
  await screen.opened();
  return screen;
}

let visits = 0;
const touch = (queue = 'sales') => post(app.url, [queued(queue, `touch-${++visits}`, Date.now())]);

describe.concurrent('connection', () => {
  it('[P1] a hello is answered with the version, the build and the time', async () => {
    const screen = await silent();
    screen.say({ t: 'hello', protocol: 1 });
    const before = Date.now();
    const welcome = await screen.next('welcome');
    expect(welcome).toMatchObject({ t: 'welcome', protocol: 1 });
    expect(Math.abs(welcome.now - before)).toBeLessThan(60_000);
  });

  it('[P1] a connection without a hello is closed with 4408', { timeout: 60_000 }, async () => {
    expect((await (await silent()).closed).code).toBe(4408);
  });

  it('[P1] [P6] whatever comes before the hello closes with 4400', async () => {
    const screen = await silent();
    screen.say({ t: 'watch', topic: ALL });
    expect((await screen.closed).code).toBe(4400);
  });

  it('[P2] an unknown version is closed with 4406', async () => {
    for (const protocol of [0, 2, 1.5, -1]) {
      const screen = await silent();
      screen.say({ t: 'hello', protocol });
      expect((await screen.closed).code).toBe(4406);
    }
  });

  it('[P3] the welcome names the build of the web app that is served', async () => {
    const screen = await welcomed();
    const served = (await (await fetch(`${app.url}/_app/version.json`)).json()) as { version: string };
    expect((await screen.next('welcome')).build).toBe(served.version);
  });

  it('[P4] a browser from another host is refused with 403 before the upgrade', async () => {
    const origins = [
      'http://elsewhere.example',
      'null',
      `http://${app.host}.elsewhere.example`,
      'http://127.0.0.1:1',
      'nonsense',
      `http://x@${app.host.replace(/.$/, '')}`,
    ];
    for (const origin of origins) expect(await upgradeStatus(app, { origin }), origin).toBe(403);
  });

  it('[P4] a browser from the same host, an allowed one, and a program without an origin are let in', async () => {
    const allowing = await startApp({ settings: { origins: ['https://walls.example'] } });
    const letIn: Record<string, string>[] = [
      { origin: `http://${allowing.host}` },
      { origin: 'https://walls.example' },
      {},
    ];
    for (const headers of letIn) expect(await upgradeStatus(allowing, headers)).toBe(101);
    expect(await upgradeStatus(allowing, { origin: 'https://walls.example.evil' })).toBe(403);
    await allowing.close();
  });

  it('[P4] there is one address: any other is 404 before the upgrade', async () => {
    for (const path of ['/', '/live/', '/livestock', '//live'])
      expect(await upgradeStatus(app, {}, path), path).toBe(404);
  });

  it('[P5] beats go on and on, with the time', { timeout: 60_000 }, async () => {
    const screen = await welcomed();
    const first = await screen.next('beat');
    const third = await screen.next('beat', ({ now }) => now > first.now + 3000);
    expect(third.now).toBeGreaterThan(first.now);
  });

  it('[P5] a connection that answers pings is kept, one that does not is ended', { timeout: 90_000 }, async () => {
    const deaf = await welcomed(app.url, { autoPong: false });
    let pings = 0;
    deaf.socket.on('ping', () => pings++);
    const attentive = await welcomed();
    expect((await deaf.closed).code).toBe(1006);
    // It was not given the time of a second one.
    expect(pings).toBe(1);
    await attentive.next('beat', () => true, attentive.heard.length);
    attentive.close();
  });

  it.each([
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['null', 'null'],
    ['an unknown type', '{"t":"shout"}'],
    ['a type named like a property', '{"t":"__proto__"}'],
    ['a missing field', '{"t":"watch"}'],
    ['a field of the wrong type', '{"t":"clock","t0":"now"}'],
    ['a type in a script of many bytes', `{"t":"${'漢字'.repeat(80)}"}`],
  ])('[P6] %s closes with 4400', async (_, frame) => {
    for (const greeted of [true, false]) {
      const screen = greeted ? await welcomed() : await silent();
      screen.socket.send(frame);
      expect((await screen.closed).code).toBe(CLOSE.malformed);
    }
  });

  it('[P6] no frame whatever harms anybody else', async () => {
    const bystander = await welcomed();
    const word = fc.oneof(
      fc.constantFrom('t', 'hello', 'watch', 'resync', 'unwatch', 'clock', 'topic', ALL, '__proto__'),
      fc.string(),
    );
    const frames = fc.sample(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.dictionary(word, fc.oneof(word, fc.double())).map((m) => JSON.stringify(m)),
      ),
      300,
    );
    await Promise.all(
      frames.map(async (frame) => {
        const screen = await welcomed();
        screen.socket.send(frame);
        if (frame.length % 2) screen.socket.send(Buffer.from(frame));
        screen.say({ t: 'clock', t0: 1 });
        await Promise.race([screen.closed, screen.next('clock').catch(() => {})]);
        screen.close();
      }),
    );
    expect((await bystander.watch(ALL)).t).toBe('full');
    bystander.close();
  });

  it('[P6] a frame larger than any message closes the connection, not the server', async () => {
    const screen = await welcomed();
    screen.socket.send('x'.repeat(70_000));
    expect((await screen.closed).code).toBe(1009);
    expect((await get(app.url, '/healthz')).status).toBe(200);
  });

  it('[P6] a server that goes closes with 1012', async () => {
    const going = await startApp();
    const screen = await welcomed(going.url);
    await going.close();
    expect((await screen.closed).code).toBe(1012);
  });
});

describe.concurrent('topics', () => {
  it('[P10] a topic that can’t be served is an error with a code and a sentence, and the connection stays', async () => {
    const screen = await welcomed();
    const wrong: [topic: string, code: string][] = [
      ['weather', 'bad_topic'],
      ['', 'bad_topic'],
      ['floor?scope=floor:2', 'bad_scope'],
      ['floor?scope=', 'bad_scope'],
      ['x'.repeat(1025), 'bad_topic'],
    ];
    for (const [topic, code] of wrong) {
      const from = screen.heard.length;
      screen.say({ t: 'watch', topic });
      const error = await screen.next('error', () => true, from);
      expect(error).toMatchObject({ topic: topic.slice(0, 100), code });
      expect(error.message).toMatch(/ .*\.$/);
    }
    expect((await screen.watch(ALL)).t).toBe('full');
  });

  it('[P10] a connection watches 64 topics and no more, until it lets one go', async () => {
    const screen = await welcomed();
    for (let i = 0; i < MAX_TOPICS; i++) screen.say({ t: 'watch', topic: `floor?scope=queue:${i}` });
    screen.say({ t: 'watch', topic: ALL });
    expect(await screen.next('error')).toMatchObject({ topic: ALL, code: 'too_many_topics' });
    expect(screen.held.size).toBe(MAX_TOPICS);
    screen.say({ t: 'unwatch', topic: 'floor?scope=queue:7' });
    expect((await screen.watch(ALL)).topic).toBe(ALL);
    screen.close();
  });

  it('[P11] the first frame is full, and its numbers are those of the API at that instant', async () => {
    const screen = await welcomed();
    const full = await screen.watch('floor?scope=queue:sales');
    const { heroes, queues, scope } = full.state as FloorView;
    const at = new Date(full.asOf).toISOString();
    const ask = async (window: string) =>
      (
        await get<{ metrics: Record<string, unknown> }>(
          app.url,
          `/api/v1/metrics?scope=queue:sales&window=${window}&at=${at}`,
        )
      ).body.metrics;
    const [short, quarter, today, day] = await Promise.all(['5m', '15m', 'today', '24h'].map(ask));
    expect(scope).toBe('queue:sales');
    expect(heroes).toEqual({
      waiting: short.waiting,
      longest: short['wait.longest'],
      asa: short.asa,
      serviceLevel: quarter['service.level'],
      available: short['agents.available'],
      signedIn: short['agents.signedin'],
      deflection: today['assistant.deflection'],
      nps: day.nps,
    });
    const rows = await get<{ queues: object[] }>(app.url, `/api/v1/queues?scope=queue:sales&at=${at}`);
    expect(queues.map(({ spark: _, ...row }) => row)).toEqual(rows.body.queues);
    expect(heroes.asa.value).not.toBeNull();
  });

  it('[P12] deltas lead from position to position, to the very state that a full frame shows', async () => {
    const screen = await welcomed();
    const full = await screen.watch(ALL);
    for (let i = 0; i < 10; i++) {
      await touch(`queue-${i % 4}`);
      await screen.until(ALL, (_, held) => held.seq > full.seq + i);
    }
    // Whoever asks right after a delta gets the state of that same position.
    for (;;) {
      const { seq, state } = screen.held.get(ALL) ?? full;
      const from = screen.heard.length;
      screen.say({ t: 'resync', topic: ALL });
      const again = await screen.next('full', () => true, from);
      if (again.seq !== seq) continue;
      expect(JSON.stringify(sorted(state))).toBe(JSON.stringify(sorted(again.state)));
      break;
    }
    const deltas = screen.heard.filter((message): message is Delta => message.t === 'delta' && message.topic === ALL);
    expect(deltas.filter((delta) => delta.changes).length).toBeGreaterThan(3);
  });

  it('[P12] a delta of a floor where nothing happens moves asOf and says no changes', async () => {
    const quiet = await startApp();
    const screen = await welcomed(quiet.url);
    const full = await screen.watch(ALL);
    const delta = await screen.next('delta');
    expect(delta.asOf).toBeGreaterThan(full.asOf);
    expect(delta).not.toHaveProperty('changes');
    await quiet.close();
  });

  it('[P13] a client that asks to resync gets a full frame of the newest position, and deltas from there', async () => {
    const screen = await welcomed();
    const first = await screen.watch(ALL);
    const from = screen.heard.length;
    screen.say({ t: 'resync', topic: ALL });
    const full = await screen.next('full', () => true, from);
    expect(full.epoch).toBe(first.epoch);
    expect(full.seq).toBeGreaterThanOrEqual(first.seq);
    const delta = await screen.next('delta', () => true, screen.heard.indexOf(full));
    expect(delta.base).toBe(full.seq);
  });

  it('[P13] a resync of a topic that is not watched is let be', async () => {
    const screen = await welcomed();
    screen.say({ t: 'resync', topic: ALL });
    screen.say({ t: 'clock', t0: 5 });
    await screen.next('clock');
    expect(screen.heard.filter(({ t }) => t === 'full' || t === 'error')).toEqual([]);
  });

  it('[P14] seq rises by one a publication; epoch stays while the server lives and changes with the next', async () => {
    const server = await startApp();
    const screen = await welcomed(server.url);
    const full = await screen.watch(ALL);
    let expected = full.seq;
    for (let from = 0; expected < full.seq + 3;) {
      const delta = await screen.next('delta', () => true, from);
      from = screen.heard.indexOf(delta) + 1;
      expect(delta).toMatchObject({ epoch: full.epoch, base: expected, seq: expected + 1 });
      expected++;
    }
    await server.close();
    const next = await startApp();
    expect((await (await welcomed(next.url)).watch(ALL)).epoch).not.toBe(full.epoch);
    await next.close();
  });

  it('[P15] a topic is computed once and encoded once for all who watch it', () => {
    let computed = 0;
    const hub = new Hub('epoch', () => ok(() => ({ n: ++computed })));
    const frames: Buffer[][] = [[], [], []];
    for (const heard of frames) hub.watch(watcher(heard), 'topic', 1);
    expect(computed).toBe(1);
    hub.publish(2);
    expect(computed).toBe(2);
    for (const heard of frames) {
      expect(heard).toHaveLength(2);
      expect(heard.map((frame, i) => frame === frames[0][i])).toEqual([true, true]);
    }
  });

  it('[P15] a topic that can’t be computed keeps none of the others from being published', () => {
    const hub = new Hub('epoch', (name) =>
      ok((at) => {
        if (name === 'broken' && at > 1) throw new Error('a bug');
        return { at };
      }),
    );
    const [broken, sound]: Buffer[][] = [[], []];
    hub.watch(watcher(broken), 'broken', 1);
    hub.watch(watcher(sound), 'sound', 1);
    expect(() => hub.publish(2)).toThrow('1 topics could not be computed');
    expect([broken.length, sound.length]).toEqual([1, 2]);
  });

  it('[P15] all who watch a topic are told the same', async () => {
    const [a, b] = [await welcomed(), await welcomed()];
    await Promise.all([a.watch(ALL), b.watch(ALL)]);
    await touch();
    const seq = Math.max(a.held.get(ALL)?.seq ?? 0, b.held.get(ALL)?.seq ?? 0) + 1;
    const told = await Promise.all([a, b].map((screen) => screen.next('delta', (delta) => delta.seq === seq)));
    expect(told[0]).toEqual(told[1]);
  });

  it('[P17] after an unwatch nothing of the topic comes', async () => {
    const screen = await welcomed();
    await screen.watch(ALL);
    await screen.watch('floor?scope=queue:sales');
    screen.say({ t: 'unwatch', topic: ALL });
    screen.say({ t: 'clock', t0: 1 });
    await screen.next('clock');
    const from = screen.heard.length;
    await touch();
    for (let i = 0, at = from; i < 2; i++) at = screen.heard.indexOf(await screen.next('delta', () => true, at)) + 1;
    expect(screen.heard.slice(from).filter((message) => 'topic' in message && message.topic === ALL)).toEqual([]);
  });

  it('[P18] a topic is published again and again without any event', async () => {
    const screen = await welcomed();
    const { seq } = await screen.watch('floor?scope=queue:nobody');
    await screen.until('floor?scope=queue:nobody', (_, held) => held.seq >= seq + 3);
  });

  it('[P18] however many events come, it is published every 100 ms at most', async () => {
    const screen = await welcomed();
    const { seq } = await screen.watch(ALL);
    const done = screen.until(ALL, (_, held) => held.seq >= seq + 15);
    let busy = true;
    void done.finally(() => (busy = false)).catch(() => {});
    while (busy) await touch();
    await done;
    const published = screen.heard
      .filter((message): message is Delta => message.t === 'delta')
      .map((delta) => delta.asOf);
    // Both clocks are read to the millisecond, and a timer may be one early.
    for (let i = 1; i < published.length; i++) expect(published[i] - published[i - 1]).toBeGreaterThanOrEqual(97);
  });
});

describe('slow screens', () => {
  const QUEUES = 1500;
  let clock = 0;
  const now = () => Date.now() + clock;

  /** A floor whose list of queues grows at every step, so that every delta carries all of it: some 500 KiB. */
  async function wideFloor() {
    const wide = await startApp({ now });
    const name = (i: number) => `queue ${i} with a name as long as they come in a large house with many lines`;
    await post(
      wide.url,
      Array.from({ length: QUEUES }, (_, i) => queued(name(i), `v${i}`, Date.now())),
    );
    let grown = 0;
    return { wide, grow: () => post(wide.url, [queued(`${name(grown)} and ${grown++}`, `g${grown}`, Date.now())]) };
  }

  /** Feeds the floor until so many bytes were published that no buffer between holds what the slow one did not read. */
  async function overflow(healthy: Screen, grow: () => Promise<unknown>, bytes: number): Promise<void> {
    let published = 0;
    healthy.socket.on('message', (data: Buffer) => (published += data.length));
    while (published < bytes) {
      const seq = healthy.held.get(ALL)?.seq ?? 0;
      await grow();
      await healthy.until(ALL, (_, held) => held.seq > seq);
    }
  }

  const pausable = (screen: Screen): WebSocket => screen.socket;

  it(
    '[P16] one that does not read is skipped, then gets the newest state as one full frame, never the backlog',
    { timeout: 120_000 },
    async () => {
      const { wide, grow } = await wideFloor();
      const [slow, healthy] = [await welcomed(wide.url), await welcomed(wide.url)];
      await Promise.all([slow.watch(ALL), healthy.watch(ALL)]);
      pausable(slow).pause();
      await overflow(healthy, grow, 40 * 1024 * 1024);
      const newest = healthy.held.get(ALL)?.seq ?? 0;
      const from = slow.heard.length;
      pausable(slow).resume();
      await slow.until(ALL, (_, held) => held.seq >= newest);
      const got = slow.heard.slice(from).filter((m): m is Full | Delta => m.t === 'full' || m.t === 'delta');
      const full = got.findIndex((message) => message.t === 'full');
      // What the kernel held, then one jump to the newest.
      expect(full).toBeGreaterThanOrEqual(0);
      expect(got[full].seq).toBeGreaterThanOrEqual(newest);
      expect(got[full].seq - (got[full - 1]?.seq ?? 0)).toBeGreaterThan(1);
      expect(got.filter((message) => message.t === 'full')).toHaveLength(1);
      // The healthy one never missed a thing.
      expect(healthy.heard.filter(({ t }) => t === 'full')).toHaveLength(1);
      await wide.close();
    },
  );

  it('[P16] one that still does not read after 15 s is closed with 4408', { timeout: 120_000 }, async () => {
    const { wide, grow } = await wideFloor();
    const [slow, healthy] = [await welcomed(wide.url), await welcomed(wide.url)];
    await Promise.all([slow.watch(ALL), healthy.watch(ALL)]);
    pausable(slow).pause();
    await overflow(healthy, grow, 40 * 1024 * 1024);
    clock += 16_000;
    const { seq } = healthy.held.get(ALL) as Full;
    await grow();
    await healthy.until(ALL, (_, held) => held.seq > seq);
    pausable(slow).resume();
    expect((await slow.closed).code).toBe(4408);
    await wide.close();
    clock = 0;
  });

  it('[P16] 64 KiB unsent: skipped; read again: one full frame; 1 MiB unsent, or 15 s: dropped', () => {
    let n = 0;
    const hub = new Hub('epoch', () => ok(() => ({ n: ++n })));
    const heard: Buffer[] = [];
    const slow = { ...watcher(heard), bytes: 0, dropped: 0 };
    Object.assign(slow, { unsent: () => slow.bytes, drop: () => slow.dropped++ });
    const kinds = () => heard.map((frame) => (JSON.parse(frame.toString()) as { t: string }).t);
    hub.watch(slow, 'topic', 0);
    slow.bytes = 64 * 1024;
    hub.publish(100);
    expect(kinds()).toEqual(['full', 'delta']);
    slow.bytes++;
    for (let at = 200; at <= 15_200; at += 1000) hub.publish(at);
    expect([kinds(), slow.dropped]).toEqual([['full', 'delta'], 0]);
    slow.bytes = 0;
    hub.publish(15_300);
    hub.publish(15_400);
    expect(kinds()).toEqual(['full', 'delta', 'full', 'delta']);
    slow.bytes = 70_000;
    hub.publish(16_000);
    hub.publish(31_001);
    expect(slow.dropped).toBe(1);
    hub.watch(slow, 'topic', 40_000);
    slow.bytes = 1024 * 1024 + 1;
    hub.publish(41_000);
    expect([slow.dropped, hub.watchers]).toEqual([2, 0]);
  });
});

describe('deltas', () => {
  it('[P20] of objects name the keys that changed or came, and those that went', () => {
    expect(diff({ a: 1, b: 2, c: 3 }, { a: 1, b: 5, d: 4 } as never)).toEqual({
      o: { b: { v: 5 }, d: { v: 4 } },
      d: ['c'],
    });
  });

  it('[P21] of arrays of unchanged length name the places', () => {
    expect(diff([1, { x: 1 }, 3], [1, { x: 2 }, 3])).toEqual({ a: { 1: { o: { x: { v: 2 } } } } });
  });

  it('[P22] of anything else are the value itself', () => {
    expect(diff<unknown>([1], [1, 2])).toEqual({ v: [1, 2] });
    expect(diff<unknown>({ a: null }, { a: {} })).toEqual({ o: { a: { v: {} } } });
    expect(diff<unknown>([], {})).toEqual({ v: {} });
  });

  it('[P23] take a key named __proto__ for a key', () => {
    const [a, b] = ['{"__proto__":{"x":1},"k":1}', '{"__proto__":{"x":2},"constructor":3}'].map(
      (text) => JSON.parse(text) as object,
    );
    const there = apply(a, JSON.parse(JSON.stringify(diff(a, b))) as object);
    expect(JSON.stringify(there)).toBe('{"__proto__":{"x":2},"constructor":3}');
    expect(Object.getPrototypeOf(there)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('[P20] [P21] [P22] [P23] lead from any value to any other, through JSON text', () => {
    const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'b', '0'), fc.string({ maxLength: 3 }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.string({ maxLength: 3 }),
        tie('array'),
        tie('object'),
      ),
      array: fc.array(tie('value'), { maxLength: 4 }),
      object: fc
        .array(fc.tuple(key, tie('value')), { maxLength: 4 })
        .map((entries) => JSON.parse(objectText(entries)) as unknown),
    }));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const change = diff(a, b);
        const wire = change && (JSON.parse(JSON.stringify(change)) as typeof change);
        expect(JSON.stringify(sorted(apply(a, wire)))).toBe(JSON.stringify(sorted(b)));
      }),
      { numRuns: 3000 },
    );
  });

  it('[P23] a queue named __proto__ reaches the screen, whole and in deltas', async () => {
    const screen = await welcomed();
    await screen.watch(ALL);
    await post(app.url, [
      queued('__proto__', 'proto-1', Date.now()),
      event('agent.member', Date.now(), { agent: 'x', queue: 'constructor', on: true }),
    ]);
    const has = (view: FloorView, id: string) => view.queues.some((row) => row.id === id);
    await screen.until<FloorView>(ALL, (view) => has(view, '__proto__'));
    const other = await welcomed();
    expect(has((await other.watch(ALL)).state as FloorView, '__proto__')).toBe(true);
  });
});

describe('clock', () => {
  it('[P30] a question is answered with its own t0 and the server’s time', async () => {
    const screen = await welcomed();
    for (const t0 of [0, -5, 12345.678, 1e15]) {
      const from = screen.heard.length;
      screen.say({ t: 'clock', t0 });
      const answer = await screen.next('clock', () => true, from);
      expect(answer.t0).toBe(t0);
      expect(Math.abs(answer.now - Date.now())).toBeLessThan(60_000);
    }
  });
});

function watcher(heard: Buffer[]): Watcher {
  return { unsent: () => 0, send: (frame) => void heard.push(frame), drop: () => {} };
}

function objectText(entries: [string, unknown][]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

/** Keys in order at every depth: an object says the same whatever their order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}

/** Status of a request to speak by socket. */
function upgradeStatus({ url }: TestApp, headers: Record<string, string>, path = '/live'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpGet(url, {
      path,
      headers: {
        ...headers,
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    request.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });
}
