// A queue's last hour as one small line: the path only, its box belongs to the row.
import { extent } from 'd3-array';
import { line } from 'd3-shape';
import type { Series } from '#core/view/floor-view.ts';
import { columnsOf, type Grid } from './columns.ts';

/** @returns path data in a box of width × height; "" where there is nothing to draw */
export function sparkPath(series: Series, asOf: number, grid: Grid, width: number, height: number): string {
  const { times, values, end } = columnsOf([series], asOf, grid);
  const [low, high] = extent(values[0], (v) => v ?? undefined);
  if (low === undefined || high === undefined) return '';
  // A flat line is drawn flat: a change of less than 5 s is no mountain.
  const span = Math.max(high - low, 5);
  const middle = (low + high) / 2;
  const x = (t: number): number => ((t - end + grid.spanS) / grid.spanS) * width;
  const y = (v: number): number => height / 2 - ((v - middle) / span) * height;
  const path = line<number | null>()
    .defined((v) => v !== null)
    .x((_, i) => x(times[i]))
    .y((v) => y(v as number));
  return path.digits(1)(values[0]) ?? '';
}
