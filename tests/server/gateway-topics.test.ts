// WS /live: rules P10–P15, P17 and P18 of docs/protocol.md: what a topic's frames say, and when.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from 'ws';
import { FULL_SIGHT } from '#core/access/sight.ts';
import { MAX_TOPICS, type Delta } from '#core/protocol/messages.ts';
import { ok } from '#core/result.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { Hub } from '../../server/hub.ts';
import type { Watcher } from '../../server/watcher.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

const ALL = 'floor?scope=all';
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await post(app.url, [queued('sales', 'first', Date.now() - 30_000), answered('first', Date.now() - 10_000)]);
});
afterAll(() => app.close());

const welcomed = (url = app.url, options?: ClientOptions): Promise<Screen> => Screen.open(url, options);

let visits = 0;
const touch = (queue = 'sales') => post(app.url, [queued(queue, `touch-${++visits}`, Date.now())]);

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
    const { readings, queues = [], scope } = full.state as FloorView;
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
    expect(readings).toEqual({
      'waiting@now': short.waiting,
      'wait.longest@now': short['wait.longest'],
      'asa@5m': short.asa,
      'service.level@15m': quarter['service.level'],
      'agents.available@now': short['agents.available'],
      'agents.signedin@now': short['agents.signedin'],
      'assistant.deflection@today': today['assistant.deflection'],
      'nps@24h': day.nps,
    });
    const rows = await get<{ queues: object[] }>(app.url, `/api/v1/queues?scope=queue:sales&at=${at}`);
    expect(queues.map(({ spark: _, ...row }) => row)).toEqual(rows.body.queues);
    expect(readings['asa@5m'].value).not.toBeNull();
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

  it('[P14] a topic that nobody watched for a while goes on above: no position of an epoch is given twice', () => {
    const hub = new Hub('epoch', () => ok((at) => ({ at })));
    const heard: { seq: number }[] = [];
    const screen: Watcher = {
      sight: FULL_SIGHT,
      unsent: () => 0,
      send: (frame) => heard.push(JSON.parse(String(frame)) as { seq: number }),
      drop: () => {},
    };
    hub.watch(screen, ALL, 1);
    for (let at = 2; at < 5; at++) hub.publish(at);
    hub.unwatch(screen);
    hub.watch(screen, ALL, 6);
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
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

  it('[P18] what stays the same is told of once a second, what changed at once', () => {
    let queues = 1;
    const hub = new Hub('epoch', () => ok(() => ({ queues })));
    const heard: Buffer[] = [];
    hub.watch(watcher(heard), 'topic', 0);
    const told = (): [number, unknown][] =>
      heard.map((frame) => JSON.parse(String(frame)) as Delta).map(({ asOf, changes }) => [asOf, changes]);
    for (let at = 100; at <= 1800; at += 100) hub.publish(at);
    expect(told().slice(1)).toEqual([
      [900, undefined],
      [1800, undefined],
    ]);
    queues = 2;
    hub.publish(1900);
    expect(told().slice(3)).toEqual([[1900, { o: { queues: { v: 2 } } }]]);
  });

  it('[P18] [P16] a screen that was skipped gets the state it missed, though nothing more changes', () => {
    let queues = 1;
    let unsent = 0;
    const hub = new Hub('epoch', () => ok(() => ({ queues })));
    const heard: Buffer[] = [];
    hub.watch({ ...watcher(heard), unsent: () => unsent }, 'topic', 0);
    [queues, unsent] = [2, 100_000];
    hub.publish(100);
    expect(heard).toHaveLength(1);
    unsent = 0;
    hub.publish(200);
    expect(JSON.parse(String(heard[1]))).toMatchObject({ t: 'full', asOf: 100, state: { queues: 2 } });
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

function watcher(heard: Buffer[]): Watcher {
  return { sight: FULL_SIGHT, unsent: () => 0, send: (frame) => void heard.push(frame), drop: () => {} };
}

/** Keys in order at every depth: an object says the same whatever their order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
