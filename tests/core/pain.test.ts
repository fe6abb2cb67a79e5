import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byPain, comparePain, type Pain } from '#core/pain.ts';

const row = (id: string, given: Partial<Pain> = {}): Pain => ({
  id,
  level: 'fine',
  longestS: null,
  goalS: 60,
  waiting: 0,
  ...given,
});
const ids = (rows: Pain[]): string => rows.map((r) => r.id).join(' ');

describe('queues sorted by pain', () => {
  test('the worst level comes first, however short its wait', () =>
    expect(
      ids(
        byPain([
          row('none', { level: 'none', longestS: 900 }),
          row('fine', { longestS: 50 }),
          row('act', { level: 'act', longestS: 1 }),
          row('look', { level: 'look', longestS: 700 }),
        ]),
      ),
    ).toBe('act look fine none'));

  test('then the longest wait in goals: 50 s of 30 hurt more than 70 s of 60', () =>
    expect(ids(byPain([row('phone', { longestS: 70 }), row('vip', { longestS: 50, goalS: 30 })]))).toBe('vip phone'));

  test('then how many wait, then the id', () =>
    expect(ids(byPain([row('b', { waiting: 2 }), row('c', { waiting: 3 }), row('a', { waiting: 2 }), row('z')]))).toBe(
      'c a b z',
    ));

  test('the order is total: any shuffle of the same rows gives the same list', () => {
    const anyRow = fc.record<Pain>({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      level: fc.constantFrom('none', 'fine', 'look', 'act'),
      longestS: fc.option(fc.integer({ min: 0, max: 5 })),
      goalS: fc.integer({ min: 0, max: 3 }),
      waiting: fc.integer({ min: 0, max: 2 }),
    });
    const rows = fc.uniqueArray(anyRow, { selector: (r) => r.id, maxLength: 12 });
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(byPain(shuffled)).toEqual(byPain(list));
          for (const a of list)
            for (const b of list) expect(Math.sign(comparePain(a, b))).toBe(-Math.sign(comparePain(b, a)) + 0);
        },
      ),
    );
  });

  test('the list that was given is left alone', () => {
    const given = [row('b'), row('a')];
    byPain(given);
    expect(ids(given)).toBe('b a');
  });
});
