// Pure parts of widgets: shares, sizes of text, lines of sources, columns that grow with what stands in them.
import { describe, expect, test } from 'vitest';
import { AGENT_STATES } from '#core/vocabulary.ts';
import { cellPath } from '#lib/charts/cell-shapes.ts';
import { spanOf, viewersPath, viewersScale } from '#lib/charts/viewers.ts';
import { beginOf } from '#lib/charts/ticks.ts';
import { factRows } from '#lib/ui/hero-room.ts';
import { bySourceTrouble, clockOf, levelOfSource } from '#lib/ui/source-lines.ts';
import { emOf, widened } from '#lib/ui/table-layout.ts';
import { heightOf, largestSize, linesOf } from '#lib/ui/text-size.ts';
import { wholeShares } from '#lib/ui/whole-shares.ts';

describe('shares of a whole', () => {
  test('add up to 100 %, whatever they are rounded from', () => {
    expect(wholeShares([1, 1, 1])).toEqual([0.34, 0.33, 0.33]);
    expect(wholeShares([9027, 4789, 780])).toEqual([0.62, 0.33, 0.05]);
    for (const counts of [
      [1, 2, 4],
      [7, 7, 7, 7, 7, 7],
      [1, 999_999, 1],
      [0, 0, 3],
    ])
      for (const digits of [0, 1]) {
        const sum = wholeShares(counts, digits).reduce((a, b) => a + b, 0);
        expect(Math.round(sum * 1e6) / 1e6, counts.join()).toBe(1);
      }
  });

  test('of nothing are none', () => {
    expect(wholeShares([0, 0, 0])).toEqual([]);
  });
});

describe('the size of a text', () => {
  const text = 'Every call is a person who waits for one of us';

  test('is the largest at which its lines have room', () => {
    const box = { width: 900, height: 300 };
    const size = largestSize(text, box, 150, 32);
    expect(heightOf(text, size, box.width)).toBeLessThanOrEqual(box.height);
    expect(heightOf(text, size / 0.94, box.width)).toBeGreaterThan(box.height);
  });

  test('is no larger than the largest, and no smaller than the least that is read', () => {
    expect(largestSize('Hi', { width: 2000, height: 900 }, 150, 32)).toBe(150);
    expect(largestSize(text.repeat(20), { width: 200, height: 60 }, 150, 32)).toBe(32);
  });

  test('counts whole words to a line, and breaks those that are longer than one', () => {
    expect(linesOf('one two', 100, 58 * 7 + 1)).toBe(1);
    expect(linesOf('one two', 100, 58 * 6 + 1)).toBe(2);
    expect(linesOf('a'.repeat(25), 100, 58 * 10 + 1)).toBe(3);
    expect(linesOf('', 100, 580)).toBe(1);
  });
});

describe('sources', () => {
  test('in trouble come first, worst first', () => {
    const states = ['up', 'lag', 'down', 'resync', 'gap'] as const;
    const lines = states.map((state) => ({ id: state, level: levelOfSource({ state }) }));
    expect(bySourceTrouble(lines).map(({ id }) => id)).toEqual(['down', 'gap', 'lag', 'resync', 'up']);
  });

  test('have a clock that is ahead when events come from the future, and one behind when none came at once', () => {
    expect([null, 120, -1500, 45_000].map(clockOf)).toEqual(['unknown', 'right', 'ahead', 'behind']);
  });
});

describe('viewers of streams', () => {
  const line = { '100': 10, '101': 40, '105': 20 };

  test('share one scale, of an hour at least', () => {
    expect(viewersScale([line, { '90': 80 }], 106 * 60_000)).toEqual({ from: 46 * 60, to: 106 * 60, most: 80 });
    expect(viewersScale([], 60_000).most).toBe(1);
  });

  test('have a gap where minutes are missing', () => {
    const path = viewersPath(line, viewersScale([line], 105 * 60_000), 100, 20);
    expect(path.match(/M/g)).toHaveLength(2);
  });

  test('last from the first minute to the last', () => {
    expect(spanOf(line)).toEqual({ from: 6_000_000, to: 6_300_000 });
    expect(spanOf({})).toBeNull();
  });
});

test('a column is as wide as the widest number in it, in steps', () => {
  const columns = [{ key: 'n', head: 'N', em: 3, rank: 1 }];
  const em = (text: string): number => widened(columns, new Map([['n', [text, '7']]]))[0].em;
  expect(em('12')).toBe(3);
  expect(em('1\u202f204\u202f318')).toBeGreaterThanOrEqual(emOf('1\u202f204\u202f318'));
  expect(em('1\u202f204\u202f318')).toBe(em('9\u202f999\u202f999'));
});

describe('cells of agents', () => {
  const seen = AGENT_STATES.filter((state) => state !== 'offline');

  test('have a shape of their own in every state', () => {
    expect(new Set(seen.map((state) => cellPath(state, 10))).size).toBe(seen.length);
  });

  test('fill less of the cell the less somebody can do for who waits', () => {
    const area = (state: (typeof seen)[number]): number => {
      const circle = /a([\d.]+) /.exec(cellPath(state, 1));
      if (circle) return Math.PI * Number(circle[1]) ** 2;
      const lines = cellPath(state, 1).split('Z').filter(Boolean);
      const areas = lines.map((line) => {
        const at = line
          .slice(1)
          .split('L')
          .map((pair) => pair.split(' ').map(Number));
        const twice = at.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = at[(i + 1) % at.length];
          return sum + x * nextY - nextX * y;
        }, 0);
        return Math.abs(twice) / 2;
      });
      return areas[0] - areas.slice(1).reduce((a, b) => a + b, 0);
    };
    const filled = (['available', 'contact', 'break'] as const).map(area);
    expect(filled).toEqual([...filled].sort((a, b) => b - a));
    expect(area('contact') - area('missed')).toBeGreaterThan(0.2);
  });
});

test('facts that would have to shrink much stand in more rows', () => {
  const fact = { label: 'wrap-up', text: '1\u202f682', swatch: 'wrapup' };
  const six = Array.from({ length: 6 }, () => fact);
  expect(factRows(six, 900)).toBe(1);
  expect(factRows(six, 440)).toBe(2);
  expect(factRows([fact, { ...fact, idle: true }], 200)).toBe(1);
  expect(factRows([], 200)).toBe(0);
});

test('a picture of half a day begins where something is known, and has room for some hours at least', () => {
  const HOUR = 3600;
  expect(beginOf(100 * HOUR, 101 * HOUR, 12 * HOUR, 3 * HOUR)).toBe(98 * HOUR);
  expect(beginOf(95 * HOUR, 101 * HOUR, 12 * HOUR, 3 * HOUR)).toBe(95 * HOUR);
  expect(beginOf(50 * HOUR, 101 * HOUR, 12 * HOUR, 3 * HOUR)).toBe(89 * HOUR);
});
