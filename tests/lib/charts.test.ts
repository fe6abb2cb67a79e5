import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '#lib/charts/columns.ts';
import { layOutFlow, looksTheSame } from '#lib/charts/flow-graph.ts';
import { stackLabels } from '#lib/charts/label-stack.ts';
import { gridFor, runsOf } from '#lib/charts/mosaic-grid.ts';
import { sparkPath } from '#lib/charts/spark.ts';
import { clockTicks, midnights, secondsScale, spanScale } from '#lib/charts/ticks.ts';

const GRID = { spanS: 300, stepS: 30 };

describe('series as columns', () => {
  test('points are sorted by time, and a missing one breaks the line', () => {
    const { times, values, end } = columnsOf([{ '1000020': 2, '999990': 1, '1000110': 5 }], 1_000_115_000, GRID);
    expect([...times]).toEqual([999990, 1000020, 1000050, 1000110]);
    expect(values).toEqual([[1, 2, null, 5]]);
    expect(end).toBe(1_000_110);
  });

  test('lines with different points share one axis', () => {
    const { times, values } = columnsOf(
      [
        { 30: 1, 60: 2 },
        { 60: 9, 90: 8 },
      ],
      90_000,
      GRID,
    );
    expect([...times]).toEqual([30, 60, 90]);
    expect(values).toEqual([
      [1, 2, null],
      [null, 9, 8],
    ]);
  });

  test('what is older than the window is left out, and nothing gives nothing', () => {
    expect([...columnsOf([{ 30: 1, 900: 2 }], 900_000, GRID).times]).toEqual([900]);
    expect(columnsOf([{}], 900_000, GRID)).toMatchObject({ values: [[]], end: 900 });
  });

  test('the newest point moves the window even when the frame is a step behind', () => {
    expect(columnsOf([{ 930: 1 }], 929_000, GRID).end).toBe(930);
  });
});

describe('axes', () => {
  test.each([
    [3, 0, 5, [0, 5]],
    [60, 0, 60, [0, 15, 30, 45, 60]],
    [125, 0, 180, [0, 60, 120, 180]],
    [3700, 0, 4800, [0, 1200, 2400, 3600, 4800]],
    [0, 0, 5, [0, 5]],
  ])('waits up to %d s', (top, min, max, ticks) => expect(secondsScale(top)).toEqual({ min, max, ticks }));

  test('any wait is inside its scale, with few marks', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (top) => {
        const { max, ticks } = secondsScale(top);
        expect(max).toBeGreaterThanOrEqual(top - 1e-6);
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });

  test('shares stay inside 0 and 1 and noise stays small', () => {
    const { min, max, ticks } = spanScale(0.61, 0.62, { lowest: 0, highest: 1, least: 0.1 });
    expect(max - min).toBeGreaterThanOrEqual(0.1);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(spanScale(0.97, 1, { lowest: 0, highest: 1, least: 0.1 }).max).toBe(1);
  });

  test('marks stand on the clock and leave room for their words at the end', () => {
    expect(clockTicks(1000, 4600, 900)).toEqual([1800, 2700, 3600]);
  });

  test('days begin at the midnight of the site, also when the clock is set', () => {
    const at = (iso: string): number => Date.parse(iso) / 1000;
    const berlin = midnights(at('2026-03-27T12:00:00Z'), at('2026-03-31T12:00:00Z'), 'Europe/Berlin');
    expect(berlin.map((t) => new Date(t * 1000).toISOString().slice(5, 16))).toEqual([
      '03-27T23:00',
      '03-28T23:00',
      '03-29T22:00',
      '03-30T22:00',
    ]);
    expect(midnights(at('2026-01-01T00:00:00Z'), at('2026-01-03T00:00:00Z'), 'Asia/Kolkata')).toEqual(
      [at('2026-01-01T18:30:00Z'), at('2026-01-02T18:30:00Z')].slice(0, 2),
    );
  });
});

describe('the mosaic', () => {
  test('everybody has a cell inside the box, from nobody to a crowd', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 60, max: 900 }),
        fc.integer({ min: 60, max: 600 }),
        (n, w, h) => {
          const { columns, rows, pitch, pitchX, side, capacity } = gridFor(n, w, h, 32);
          expect(capacity).toBeGreaterThanOrEqual(n);
          expect(columns * rows).toBe(capacity);
          expect((columns - 1) * pitchX + side).toBeLessThanOrEqual(w + 0.01);
          expect(rows * pitch).toBeLessThanOrEqual(h + 0.01);
        },
      ),
    );
  });

  test('one person more does not move all the others', () => {
    const grid = gridFor(800, 500, 240, 32);
    expect(gridFor(801, 500, 240, 32, grid)).toBe(grid);
    expect(gridFor(780, 500, 240, 32, grid)).toBe(grid);
    expect(gridFor(2000, 500, 240, 32, grid)).not.toBe(grid);
    expect(gridFor(300, 500, 240, 32, grid)).not.toBe(grid);
  });

  test('states stand together in their order; a state that is not drawn takes no cell', () => {
    expect(runsOf([3, 1, 3, 0, 5, 1], [1, 3, 5], 8)).toEqual([
      { row: 0, code: 1, from: 0, to: 2 },
      { row: 0, code: 3, from: 2, to: 4 },
      { row: 0, code: 5, from: 4, to: 5 },
    ]);
    expect(runsOf([], [1, 3], 8)).toEqual([]);
  });

  test('a state that has no room in a row goes on in the next', () => {
    expect(runsOf([1, 3, 3, 3, 3, 3], [1, 3], 3)).toEqual([
      { row: 0, code: 1, from: 0, to: 1 },
      { row: 0, code: 3, from: 1, to: 3 },
      { row: 1, code: 3, from: 0, to: 3 },
    ]);
  });

  test('everybody in a drawn state has one cell, one after another, however long the rows are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 400 }), fc.integer({ min: 1, max: 60 }), (states, columns) => {
        const cells = runsOf(states, [4, 0, 2], columns).flatMap(({ row, code, from, to }) =>
          Array.from({ length: to - from }, (_, i) => [row * columns + from + i, code]),
        );
        expect(cells.map(([cell]) => cell)).toEqual(cells.map((_, i) => i));
        const inOrder = [4, 0, 2].flatMap((code) => states.filter((state) => state === code));
        expect(cells.map(([, code]) => code)).toEqual(inOrder);
      }),
    );
  });
});

describe('the flow', () => {
  const counts = {
    assistant: 100,
    resolved: 60,
    handedOver: 35,
    leftAssistant: 5,
    direct: 65,
    answered: 90,
    lost: 8,
    moved: 2,
  };
  const box = { width: 400, height: 300, nodeWidth: 8, gap: 12 };

  test('what flows in flows out, and all of it is inside the box', () => {
    const { nodes, links } = layOutFlow(counts, box);
    expect(nodes.find((n) => n.id === 'queues')?.value).toBe(100);
    expect(links.find((l) => l.key === 'queues-lost')?.value).toBe(8);
    for (const { y0 = -1, y1 = 1e9, x1 = 1e9 } of nodes) {
      expect(y0).toBeGreaterThanOrEqual(0);
      expect(y1).toBeLessThanOrEqual(300);
      expect(x1).toBeLessThanOrEqual(400);
    }
  });

  test('nothing at all, or only one side of it, is drawn without complaint', () => {
    const none = Object.fromEntries(Object.keys(counts).map((k) => [k, 0])) as unknown as typeof counts;
    expect(layOutFlow(none, box)).toEqual({ nodes: [], links: [] });
    const direct = layOutFlow({ ...none, direct: 10, answered: 9 }, box);
    expect(direct.nodes.map((n) => n.id)).toEqual(['direct', 'queues', 'answered']);
    for (const n of direct.nodes) expect(Number.isFinite(n.y1)).toBe(true);
  });

  test('is drawn again only when it looks different', () => {
    const many = { ...counts, assistant: 10_000, direct: 6_500, resolved: 6_000 };
    expect(looksTheSame(null, many)).toBe(false);
    expect(looksTheSame(many, { ...many, resolved: 6_010 })).toBe(true);
    expect(looksTheSame(many, { ...many, resolved: 6_100 })).toBe(false);
    expect(looksTheSame({ ...many, lost: 0 }, { ...many, lost: 1 })).toBe(false);
  });

  test('labels never touch and stay inside as long as they fit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }), (wished) => {
        const placed = stackLabels(
          [...wished].sort((a, b) => a - b),
          30,
          15,
          285,
        );
        placed.forEach((y, i) => {
          if (i > 0) expect(y - placed[i - 1]).toBeGreaterThanOrEqual(30 - 1e-9);
          expect(y).toBeGreaterThanOrEqual(15);
          expect(y).toBeLessThanOrEqual(285);
        });
      }),
    );
  });
});

describe('a spark', () => {
  const grid = { spanS: 3600, stepS: 120 };
  test('is a path in its box, broken where nothing is known', () => {
    const path = sparkPath({ 3600: 10, 3720: 40, 4800: 20 }, 7_200_000, grid, 100, 26);
    expect(path.match(/M/g)).toHaveLength(2);
  });
  test('nothing is no path, and a steady wait is a flat line', () => {
    expect(sparkPath({}, 7_200_000, grid, 100, 26)).toBe('');
    expect(sparkPath({ 7080: 20, 7200: 20 }, 7_200_000, grid, 100, 26)).toBe('M96.7,13L100,13');
  });
});
