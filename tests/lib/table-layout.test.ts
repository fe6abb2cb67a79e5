import { describe, expect, test } from 'vitest';
import { blockWidth, GAP_EM, HEAD, layOutTable, REST, type Column } from '#lib/ui/table-layout.ts';

const COLUMNS: Column[] = [
  { key: 'waiting', head: 'Waiting', em: 3, rank: 2 },
  { key: 'bar', head: 'Longest wait, goal', em: 5, rank: 5, isDrawn: true, spans: 'longest' },
  { key: 'longest', head: 'Longest', em: 3.7, rank: 1 },
  { key: 'serviceLevel', head: 'In 30 s', em: 3, rank: 3 },
  { key: 'spark', head: 'Last 60 min', em: 4, rank: 6, isDrawn: true },
  { key: 'available', head: 'Available', em: 3, rank: 4 },
];
const keys = (columns: readonly Column[]): string => columns.map(({ key }) => key).join(' ');

describe('a table in its box', () => {
  test('gives up the least important columns first, and then stands the name on a line of its own', () => {
    const at = (width: number): string => keys(layOutTable({ width, height: 300 }, 5, COLUMNS).columns);
    expect(at(1200)).toBe('waiting bar longest serviceLevel spark available');
    expect(at(1040)).toBe('waiting bar longest serviceLevel available');
    expect(at(840)).toBe('waiting longest serviceLevel available');
    expect(at(656)).toBe('waiting longest serviceLevel');
    expect(layOutTable({ width: 656, height: 300 }, 5, COLUMNS).isStacked).toBe(false);
    expect(layOutTable({ width: 330, height: 300 }, 5, COLUMNS).isStacked).toBe(true);
    expect(at(330)).toBe('waiting longest');
  });

  test('writes larger where few rows have much room, never where a column would go for it', () => {
    expect(layOutTable({ width: 1800, height: 300 }, 6, COLUMNS).size).toBe(32);
    expect(layOutTable({ width: 1800, height: 900 }, 6, COLUMNS).size).toBeGreaterThanOrEqual(48);
    expect(layOutTable({ width: 1150, height: 900 }, 6, COLUMNS).size).toBe(32);
  });

  test('stands in blocks side by side where one is too short for all rows', () => {
    const few = layOutTable({ width: 2400, height: 900 }, 12, COLUMNS);
    const many = layOutTable({ width: 2400, height: 900 }, 60, COLUMNS);
    expect(few.blocks).toBe(1);
    expect(many.blocks).toBeGreaterThan(1);
    expect(many.blocks * many.rows).toBeLessThanOrEqual(60);
  });

  test('never leaves its box, whatever its size, columns and rows', () => {
    for (let width = 330; width <= 2400; width += 90)
      for (let height = 200; height <= 2700; height += 250)
        for (const count of [0, 1, 5, 12, 30, 200]) {
          const box = { width, height };
          const { columns, widths, rows, rowHeight, size, blocks, isStacked, hasRest } = layOutTable(
            box,
            count,
            COLUMNS,
          );
          const taken = widths.reduce((sum, one) => sum + one, 0) + (columns.length - 1) * GAP_EM * size;
          const what = JSON.stringify({ width, height, count });
          expect(rows * rowHeight + (hasRest ? REST : 0), what).toBeLessThanOrEqual(height - HEAD + 1e-6);
          expect(hasRest, what).toBe(blocks * rows < count);
          expect(rowHeight, what).toBeGreaterThanOrEqual(size * (isStacked ? 1.44 : 1.4));
          expect(taken, what).toBeLessThanOrEqual(blockWidth(box, blocks) - (isStacked ? 0 : 6 * size));
        }
  });
});
