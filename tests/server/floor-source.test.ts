// The simulated floor as a source: history and backfill, live pace, and a new generation after a restart.
import { describe, expect, it } from 'vitest';
import { parseEvent, type CloudEvent } from '#core/event.ts';
import floor from '../../server/sources/floor.ts';
import { createTestContext, play } from '../support/source-context.ts';

/** Wednesday, 12:00 in Moscow */
const NOON = Date.UTC(2025, 5, 4, 9, 0);
const MINUTE = 60_000;
const small = { agents: 200, backfillMinutes: 20 };
const at = ({ time }: CloudEvent) => Date.parse(time);

function run(context = createTestContext('floor', NOON), options: object = small, minutesLive = 1) {
  return play(floor, options, context, () => context.now() > NOON + minutesLive * MINUTE);
}

describe('the source floor', () => {
  it('starts with a week of thin NPS answers, then the backfill, then goes on at the pace of the clock', async () => {
    const context = createTestContext('floor', NOON);
    const batches = await play(floor, small, context, (all) => {
      expect(at(all[all.length - 1].at(-1) as CloudEvent), 'nothing from the future').toBeLessThanOrEqual(
        context.now(),
      );
      return context.now() > NOON + MINUTE;
    });
    const events = batches.flat();
    const before = events.filter((event) => at(event) < NOON - 20 * MINUTE);
    expect(new Set(before.map(({ type }) => type))).toEqual(new Set(['survey.answered']));
    expect(before.length).toBeGreaterThan(7 * 110);
    expect(before.length).toBeLessThan(7 * 150);
    expect(at(before[0])).toBeLessThan(NOON - 6.9 * 24 * 60 * MINUTE);
    const inBackfill = events.filter((event) => at(event) >= NOON - 20 * MINUTE && at(event) <= NOON);
    expect(inBackfill.length).toBeGreaterThan(5000);
    const live = events.filter((event) => at(event) > NOON);
    expect(live.length).toBeGreaterThan(200);
  });

  it('yields batches of at most 2 000, in time order, good and each fact once', async () => {
    const batches = await run();
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(2000);
    const events = batches.flat();
    expect(events.every((event, i) => i === 0 || at(events[i - 1]) <= at(event))).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.every((event) => parseEvent(event, NOON + MINUTE).ok)).toBe(true);
  });

  it('has an NPS near 71 over the week', async () => {
    const batches = await run(undefined, { backfillMinutes: 0 }, 0);
    const scores = batches
      .flat()
      .flatMap(({ type, data }) => (type === 'survey.answered' ? (data as { score: number }).score : []));
    expect(scores.length).toBeGreaterThan(8000);
    const nps = (100 * (scores.filter((s) => s >= 9).length - scores.filter((s) => s <= 6).length)) / scores.length;
    expect(nps).toBeGreaterThan(68);
    expect(nps).toBeLessThan(74);
  });

  it('never says anything later than it has on disk that it may', async () => {
    const context = createTestContext('floor', NOON);
    await play(floor, small, context, (batches) => {
      const { until } = context.remembered as { until: number };
      expect(batches[batches.length - 1].every((event) => at(event) <= until)).toBe(true);
      return context.now() > NOON + MINUTE;
    });
  });

  it('closes after a restart what the last generation left open, and goes on from there under new ids', async () => {
    const first = createTestContext('floor', NOON);
    const old = (await run(first)).flat();
    const second = createTestContext('floor', NOON + 6 * MINUTE, first.remembered);
    const batches = await play(floor, small, second, () => second.now() > NOON + 7 * MINUTE);
    const [closing, ...rest] = batches.flat();
    expect(closing.type).toBe('snapshot');
    expect(closing.data).toMatchObject({ scope: 'all', complete: true, waiting: [], agents: [] });
    expect(at(closing)).toBeGreaterThanOrEqual(Math.max(...old.map(at)));
    expect(at(closing)).toBeLessThan(NOON + 2 * MINUTE);
    expect(rest.every((event) => at(event) > at(closing))).toBe(true);
    expect(rest.some((event) => at(event) < NOON + 6 * MINUTE)).toBe(true);
    expect(rest.every(({ type }) => type !== 'snapshot')).toBe(true);
    const known = new Set(old.map(({ id }) => id));
    expect([closing, ...rest].filter(({ id }) => known.has(id))).toEqual([]);
    const contacts = (events: CloudEvent[]) =>
      events.flatMap(({ data }) => (data as { contact?: string }).contact ?? []);
    const oldContacts = new Set(contacts(old));
    expect(contacts(rest).filter((contact) => oldContacts.has(contact))).toEqual([]);
  });

  it('goes back no further than the backfill after a long stop', async () => {
    const context = createTestContext('floor', NOON, { until: NOON - 24 * 60 * MINUTE });
    const [closing, ...rest] = (await run(context)).flat();
    expect(at(closing)).toBe(NOON - 24 * 60 * MINUTE);
    expect(Math.min(...rest.map(at))).toBeGreaterThanOrEqual(NOON - 20 * MINUTE);
  });

  it('stops when it has to', async () => {
    const context = createTestContext('floor', NOON);
    const batches = await play(floor, small, context, () => {
      context.stop();
      return false;
    });
    expect(batches.length).toBeLessThan(4);
  });

  it('has the hour it is told to have', async () => {
    const count = async (hour: number) => (await run(undefined, { ...small, hour }, 0)).flat().length;
    expect(await count(18)).toBeGreaterThan(3 * (await count(4)));
  });

  it('compresses its world with speed: the same backfill of world time in less real time', async () => {
    const events = (await run(undefined, { ...small, speed: 20 }, 0)).flat();
    const first = events.find(({ type }) => type !== 'survey.answered') as CloudEvent;
    expect(at(first)).toBeGreaterThanOrEqual(NOON - MINUTE);
  });

  it('refuses options that it does not know', () => {
    expect(floor.options.safeParse({ sped: 2 }).success).toBe(false);
    expect(floor.options.safeParse({ speed: 601 }).success).toBe(false);
  });

  it('brings the names of its queues and sites', () => {
    expect(floor.directory?.queues?.find(({ id }) => id === 'tariffs')?.name).toEqual({
      en: 'Phone · tariffs',
      ru: 'Телефон · тарифы',
    });
    expect(floor.directory?.sites?.map(({ id }) => id)).toEqual(['moscow', 'rostov']);
  });
});
