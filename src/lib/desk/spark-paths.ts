// The small lines of the table's rows: a line that didn't change since the last frame is not made again.
import { SPARK, type Series } from '#core/view/floor-view.ts';
import { sparkPath } from '#lib/charts/spark.ts';

const made = new WeakMap<Series, { at: number; path: string }>();

/** @param at epoch ms, on the grid of SPARK @param box of the path */
export function keptSparkPath(series: Series, at: number, box: { width: number; height: number }): string {
  const known = made.get(series);
  if (known?.at === at) return known.path;
  const path = sparkPath(series, at, SPARK, box.width, box.height);
  made.set(series, { at, path });
  return path;
}
