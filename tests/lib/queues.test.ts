import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '#core/reading.ts';
import type { FloorView, QueueRow, SourceView } from '#core/view/floor-view.ts';
import { NOTHING_READ } from '#lib/live/no-view.ts';
import { settleLanguage } from '#lib/language.ts';
import { nextOrder, parseOrder, sortQueues } from '#lib/desk/queue-sort.ts';
import { CALM_MS, CalmOrder } from '#lib/ui/calm-order.ts';
import { assignSlots } from '#lib/ui/row-slots.ts';
import { goalWords } from '#lib/ui/words.ts';
import { troubleOf, worstOf } from '#lib/ui/worst.ts';

await settleLanguage('en');

const row = (id: string, given: Partial<QueueRow> = {}): QueueRow => ({
  id,
  name: id,
  channel: 'phone',
  level: 'fine',
  levels: { longest: 'fine', serviceLevel: 'fine' },
  waiting: 0,
  longestS: null,
  asaS: null,
  serviceLevel: null,
  abandonRate: null,
  offered: 0,
  answered: 0,
  abandoned: 0,
  available: 0,
  signedIn: 0,
  goalS: 60,
  spark: {},
  ...given,
});
const ids = (rows: QueueRow[]): string => rows.map((r) => r.id).join(' ');

describe('rows of a wall', () => {
  test('a queue keeps its row while it is shown, whatever the order', () => {
    const held = assignSlots([], ['a', 'b', 'c'], 3);
    expect(assignSlots(held, ['c', 'a', 'd'], 3)).toEqual(['a', 'd', 'c']);
    expect(assignSlots(held, ['b'], 3)).toEqual([null, 'b', null]);
  });

  test('every shown queue has exactly one row, over any history', () => {
    const lists = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', '__proto__'), { maxLength: 4 }));
    fc.assert(
      fc.property(lists, fc.array(fc.integer({ min: 4, max: 6 }), { minLength: 1 }), (history, sizes) => {
        let held: (string | null)[] = [];
        history.forEach((shown, i) => {
          held = assignSlots(held, shown, sizes[i % sizes.length]);
          expect(held.filter((id) => id !== null).sort()).toEqual([...shown].sort());
        });
      }),
    );
  });
});

describe('the order of a wall', () => {
  const wait = (a: number, b: number, level: QueueRow['level'] = 'fine'): QueueRow[] => [
    row('a', { longestS: a }),
    row('b', { longestS: b, level }),
  ];

  test('waits that overtake each other move rows every few seconds, with the numbers of now', () => {
    const order = new CalmOrder();
    expect(ids(order.sort(wait(9, 5), 0))).toBe('a b');
    const still = order.sort(wait(9, 30), CALM_MS - 1);
    expect(ids(still)).toBe('a b');
    expect(still[1].longestS).toBe(30);
    expect(ids(order.sort(wait(9, 30), CALM_MS))).toBe('b a');
  });

  test('a change of level and a queue that comes or goes move them at once', () => {
    const order = new CalmOrder();
    expect(ids(order.sort(wait(9, 5), 0))).toBe('a b');
    expect(ids(order.sort(wait(9, 5, 'look'), 1))).toBe('b a');
    expect(ids(order.sort([...wait(9, 5, 'look'), row('c', { level: 'act' })], 2))).toBe('c b a');
    expect(ids(order.sort(wait(9, 5).slice(0, 1), 3))).toBe('a');
  });
});

describe('the table of the desk', () => {
  const rows = [
    row('b', { waiting: 3 }),
    row('a', { waiting: 1, longestS: 5 }),
    row('c', { waiting: 3, level: 'act' }),
  ];

  test('is in the order of pain unless the address asks for another', () => {
    expect(ids(sortQueues(rows, parseOrder(null), 'en'))).toBe('c a b');
    expect(ids(sortQueues(rows, parseOrder('-waiting'), 'en'))).toBe('c b a');
    expect(ids(sortQueues(rows, parseOrder('waiting'), 'en'))).toBe('a c b');
    expect(ids(sortQueues(rows, parseOrder('nonsense'), 'en'))).toBe('c a b');
  });

  test('what is unknown comes last in both directions', () => {
    expect(ids(sortQueues(rows, parseOrder('longestS'), 'en'))).toBe('a c b');
    expect(ids(sortQueues(rows, parseOrder('-longestS'), 'en'))).toBe('a c b');
  });

  test('a head asks for the top, then the bottom, then pain again', () => {
    expect(nextOrder(parseOrder(null), 'waiting')).toBe('-waiting');
    expect(nextOrder(parseOrder('-waiting'), 'waiting')).toBe('waiting');
    expect(nextOrder(parseOrder('waiting'), 'waiting')).toBe('');
    expect(nextOrder(parseOrder('-waiting'), 'name')).toBe('name');
  });
});

describe('the worst thing in words', () => {
  const floor = (queues: QueueRow[], waiting: number | null = 1): Pick<FloorView, 'queues' | 'readings'> => ({
    queues,
    readings: { 'waiting@now': { ...NOTHING_READ, value: waiting } },
  });

  test('names the queue, what hurts and its goal', () => {
    const tariffs = row('tariffs', { name: 'Phone · tariffs', level: 'act', longestS: 134 });
    expect(worstOf(floor([row('x'), tariffs]))).toEqual({
      level: 'act',
      text: 'Phone · tariffs: longest wait 2:14, goal 1:00',
    });
  });

  test('says the service level where the wait is not to blame, and how many more are like it', () => {
    const bad = { level: 'look', serviceLevel: 0.61, abandonRate: 0.12, longestS: 10 } as const;
    expect(worstOf(floor([row('x', bad), row('y', bad)])).text).toBe(
      'x: service level 61%, 12% gave up, and 1 more like it',
    );
  });

  test('is calm when nothing is wrong', () => {
    expect(worstOf(floor([row('x')]))).toEqual({ level: 'fine', text: 'Every queue is within its goal' });
    expect(worstOf(floor([row('x')], 0)).text).toContain('Nobody is waiting');
    expect(worstOf(floor([])).level).toBe('none');
  });

  test('sources in trouble are named with the time since when', () => {
    const pbx: SourceView = {
      id: 'asterisk:pbx1',
      state: 'gap',
      lastEventAt: 0,
      late: 0,
      rejected: 0,
      skewMs: null,
      simulated: false,
      since: Date.UTC(2026, 0, 1, 11, 22),
    };
    expect(troubleOf([pbx, { ...pbx, state: 'up' }], 'Europe/Moscow')).toBe('asterisk:pbx1: gap since 14:22');
    expect(troubleOf([pbx, { ...pbx, state: 'down' }], 'Europe/Moscow')).toBe('asterisk:pbx1: gap since 14:22, 1 more');
    expect(troubleOf([{ ...pbx, state: 'up' }], 'UTC')).toBe('');
  });
});

test.each<[Partial<Reading>, string]>([
  [{ state: 'look', value: 52 }, 'above 0:40'],
  [{ state: 'act', value: 90 }, 'above 1:20'],
  [{ state: 'fine', value: 20 }, 'goal 0:40'],
  [{ state: 'none', value: null }, ''],
  [{ state: 'look', value: 52, goal: undefined }, 'look'],
])('a number against its goal in words: %j', (given, words) => {
  const goal = { look: 40, act: 80, bad: 'above' } as const;
  expect(goalWords({ value: 0, unit: 's', counts: {}, state: 'fine', goal, ...given })).toBe(words);
});
