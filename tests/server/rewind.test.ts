// WS /live: rules P40–P46 of docs/protocol.md: moments of the past that stand still or play, on a real socket.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delta, Full } from '#core/protocol/messages.ts';
import { MAX_PAST_TOPICS, MAX_TOPICS } from '#core/protocol/messages.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { post } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { MINUTE, MORNING, simulate } from '../support/simulated-floor.ts';

const NOW = MORNING + 30 * MINUTE;
const AT = MORNING + 10 * MINUTE;
const ALL = 'floor?scope=all';
const iso = (at: number) => new Date(at).toISOString();

let app: TestApp;
beforeAll(async () => {
  // A clock that runs, since playing is a matter of time, and starts when the simulated half hour has ended.
  const started = Date.now();
  app = await startApp({ now: () => NOW + Date.now() - started });
  const events = simulate(30, { agents: 100, load: 0.1 }).map(({ simulated: _, ...event }) => event);
  for (let i = 0; i < events.length; i += 5000) await post(app.url, events.slice(i, i + 5000));
});
afterAll(() => app.close());

const framesOf = (screen: Screen, topic: string) =>
  screen.heard.filter(
    (message): message is Full | Delta => (message.t === 'full' || message.t === 'delta') && message.topic === topic,
  );

async function refusal(screen: Screen, topic: string) {
  const from = screen.heard.length;
  screen.say({ t: 'watch', topic });
  return screen.next('error', () => true, from);
}

describe('a moment of the past', () => {
  it('[P40] is one full frame, which says that it is the past and which moment, and stands still', async () => {
    const screen = await Screen.open(app.url);
    const topic = `${ALL}&at=${iso(AT)}`;
    const full = await screen.watch(topic);
    expect(full).toMatchObject({ asOf: AT, past: { speed: 0 } });
    const live = await screen.watch(ALL);
    expect(live).not.toHaveProperty('past');
    await screen.until(ALL, (_, { seq }) => seq >= live.seq + 3);
    expect(framesOf(screen, topic)).toHaveLength(1);
    screen.close();
  });

  it('[P40] is the same however it is written', async () => {
    const screen = await Screen.open(app.url);
    const [zoned, epoch] = [`${ALL}&at=${iso(AT).replace('.000Z', '%2B00:00')}`, `${ALL}&at=${AT}`];
    expect((await screen.watch(epoch)).state).toEqual((await screen.watch(zoned)).state);
    screen.close();
  });

  it('[P40] plays on at its speed, and each of its frames is what standing still at that moment shows', async () => {
    const screen = await Screen.open(app.url);
    const topic = `${ALL}&at=${AT}&speed=60`;
    const first = await screen.watch(topic);
    expect(first).toMatchObject({ asOf: AT, past: { speed: 60 } });
    for (let seq = first.seq; seq < first.seq + 3;) {
      const held = await screen.until(topic, (_, { seq: heard }) => heard > seq);
      seq = held.seq;
      const still = await screen.watch(`${ALL}&at=${held.asOf}`);
      screen.say({ t: 'unwatch', topic: still.topic });
      expect(held.state).toEqual(still.state);
    }
    const frames = framesOf(screen, topic);
    expect(frames.slice(1).every(({ t, past }) => t === 'delta' && past?.speed === 60)).toBe(true);
    for (const [i, { asOf }] of frames.entries()) if (i > 0) expect(asOf).toBeGreaterThan(frames[i - 1].asOf);
    screen.close();
  });

  it('[P13] that plays answers a resync with a full frame of the newest position, and deltas from there', async () => {
    const screen = await Screen.open(app.url);
    const topic = `${ALL}&at=${AT}&speed=10`;
    await screen.watch(topic);
    const from = screen.heard.length;
    screen.say({ t: 'resync', topic });
    const full = await screen.next('full', (message) => message.topic === topic, from);
    const delta = await screen.next('delta', () => true, screen.heard.indexOf(full));
    expect(delta).toMatchObject({ epoch: full.epoch, base: full.seq });
    screen.say({ t: 'unwatch', topic });
    const still = await screen.watch(`${ALL}&at=${AT}`);
    const again = screen.heard.length;
    screen.say({ t: 'resync', topic: still.topic });
    expect(await screen.next('full', () => true, again)).toEqual(still);
    screen.close();
  });

  it('[P42] that can’t be shown is an error with a code and a sentence, and the other topics go on', async () => {
    const screen = await Screen.open(app.url);
    const live = await screen.watch(ALL);
    const wrong: [query: string, code: string, words: RegExp][] = [
      ['at=yesterday', 'bad_moment', /"yesterday" is no moment; write for example/],
      ['at=', 'bad_moment', /"" is no moment/],
      [`at=${AT}&speed=2`, 'bad_speed', /"2" is not known; use one of 1, 10, 60/],
      ['speed=10', 'bad_moment', /at, the moment to play from, is missing/],
      [`at=${NOW + 86_400_000}`, 'in_future', /2025-06-05T08:00:00Z is in the future: it is 2025-06-04T08/],
      [`at=${MORNING - 86_400_000}`, 'not_kept', /Nothing is kept of 2025-06-03T07:30:00Z: what is known begins at/],
    ];
    for (const [query, code, words] of wrong) {
      const topic = `${ALL}&${query}`;
      const error = await refusal(screen, topic);
      expect(error).toMatchObject({ topic, code });
      expect(error.message).toMatch(words);
      expect(error.message).toMatch(/ .*\.$/);
    }
    await screen.until(ALL, (_, { seq }) => seq > live.seq);
    // A subscription that ended takes no place.
    for (let i = 0; i < MAX_TOPICS; i++)
      expect(await refusal(screen, `${ALL}&at=${MORNING - 86_400_000 - i}`)).toMatchObject({ code: 'not_kept' });
    screen.close();
  });

  it('[P42] is watched by a connection four times at most, until it lets one go', async () => {
    const screen = await Screen.open(app.url);
    const topic = (i: number) => `${ALL}&at=${AT + i}`;
    for (let i = 0; i < MAX_PAST_TOPICS; i++) await screen.watch(topic(i));
    expect(await refusal(screen, topic(9))).toMatchObject({ code: 'too_many_moments' });
    expect((await screen.watch(ALL)).topic).toBe(ALL);
    screen.say({ t: 'unwatch', topic: topic(0) });
    expect((await screen.watch(topic(9))).asOf).toBe(AT + 9);
    screen.close();
  });

  it('[P44] that plays says so when it has come to the present, and ends', async () => {
    const screen = await Screen.open(app.url);
    const { asOf } = await screen.watch(ALL);
    const topic = `${ALL}&at=${asOf - 90_000}&speed=60`;
    await screen.watch(topic);
    const end = await screen.next('caughtup');
    expect(end.topic).toBe(topic);
    expect(end.asOf).toBeGreaterThanOrEqual(asOf);
    const heard = framesOf(screen, topic).length;
    expect(heard).toBeGreaterThanOrEqual(2);
    const { seq } = await screen.until(ALL, () => true);
    await screen.until(ALL, (_, held) => held.seq > seq + 1);
    expect(framesOf(screen, topic)).toHaveLength(heard);
    screen.close();
  });

  it('[P44] that plays as fast as time goes never gets there', async () => {
    const screen = await Screen.open(app.url);
    const topic = `${ALL}&at=${AT}&speed=1`;
    const { seq } = await screen.watch(topic);
    const { asOf } = await screen.until(topic, (_, held) => held.seq > seq + 1);
    expect(asOf - AT).toBeLessThan(NOW - AT);
    screen.close();
  });

  it('[P41] shows what came late for it to whoever looks after that', async () => {
    const at = AT + 12_345;
    const screen = await Screen.open(app.url);
    const waiting = async () => {
      const { topic, state } = await screen.watch(`${ALL}&at=${at}`);
      screen.say({ t: 'unwatch', topic });
      return (state as FloorView).readings['waiting@now'].value as number;
    };
    const before = await waiting();
    await post(app.url, [
      {
        ...{ specversion: '1.0', id: 'late', source: 'test', type: 'contact.queued', time: iso(at - 1000) },
        data: { contact: 'late', visit: 'late', queue: 'tariffs' },
      },
    ]);
    expect(await waiting()).toBe(before + 1);
    screen.close();
  });
});
