// The last hour of one metric as a time chart takes it: what several widgets draw beside their number.
import { formatClock } from '#core/format.ts';
import type { Goal } from '#core/level.ts';
import type { Unit } from '#core/reading.ts';
import type { Series } from '#core/view/floor-view.ts';
import { columnsOf, type Grid } from '#lib/charts/columns.ts';
import { clockTicks } from '#lib/charts/ticks.ts';
import type { Line, TimeChartData, TimeChartSpec } from '#lib/charts/time-chart.ts';
import { unitScale } from '#lib/charts/unit-scale.ts';
import { language } from '#lib/language.ts';
import { axisWords } from './reading-words.ts';

export const FIRST_LINE: Line = { colour: '--data1', width: 0.15, headed: true };
export const SECOND_LINE: Line = { colour: '--dim', width: 0.09, dashed: true };

export function hourSpec(lines: Line[], unit: Unit, bad: Goal['bad'] | undefined, zone: string): TimeChartSpec {
  return {
    lines,
    ...(bad ? { bad } : {}),
    yWords: (value) => axisWords(value, unit),
    xWords: (s) => formatClock(s * 1000, zone, language()),
  };
}

/** @param slot epoch ms: the newest step of the grid @returns null where nothing is known yet */
export function hourData(
  series: readonly Series[],
  slot: number,
  grid: Grid,
  unit: Unit,
  goal: Goal | undefined,
): TimeChartData | null {
  const { times, values, end } = columnsOf(series, slot, grid);
  const known = values.flat().filter((value): value is number => value !== null);
  if (known.length === 0) return null;
  const y = unitScale(unit, goal ? [...known, badSide(goal, unit)] : known);
  const from = end - grid.spanS;
  return { times, values, from, to: end, xTicks: clockTicks(from, end, 900), y, goal: goal?.look ?? null };
}

/** Some of the bad side is seen beyond the goal. */
function badSide({ look, bad }: Goal, unit: Unit): number {
  if (unit === 's') return look * 1.3;
  const beyond = unit === 'ratio' ? 0.03 : unit === 'score' ? 3 : 1;
  return bad === 'above' ? look + beyond : look - beyond;
}
