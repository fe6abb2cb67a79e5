// A queue's last hour as one small line: the path only, its box belongs to the row.
import type { Series } from '#core/view/floor-view.ts';
import { columnsOf, type Grid } from './columns.ts';
import { linePath } from './path.ts';

/** @returns path data in a box of width × height; "" where there is nothing to draw */
export function sparkPath(series: Series, asOf: number, grid: Grid, width: number, height: number): string {
  const { times, values, end } = columnsOf([series], asOf, grid);
  const known = values[0].filter((v) => v !== null);
  if (known.length === 0) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  // A flat line is drawn flat: a change of less than 5 s is no mountain.
  const span = Math.max(high - low, 5);
  const middle = (low + high) / 2;
  const x = (t: number): number => ((t - end + grid.spanS) / grid.spanS) * width;
  const y = (v: number): number => height / 2 - ((v - middle) / span) * height;
  return linePath(
    values[0].map((v, i) => (v === null ? null : [x(times[i]), y(v)])),
    1,
  );
}
