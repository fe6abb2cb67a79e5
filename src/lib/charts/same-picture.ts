// Whether a time chart would look the same with newer data: most updates move a line by less than can be seen.
import type { Column } from './columns.ts';
import type { TimeChartData } from './time-chart.ts';

/** Of a device pixel: what moves by less is not drawn again. */
const SEEN = 0.5;

/**
 * @param drawn what stands there: small steps add up against it until they are seen
 * @param box of the chart, device pixels
 */
export function looksTheSame(
  drawn: TimeChartData,
  next: TimeChartData,
  box: { width: number; height: number },
): boolean {
  if (drawn.from !== next.from || drawn.to !== next.to || drawn.goal !== next.goal) return false;
  if (drawn.y.min !== next.y.min || drawn.y.max !== next.y.max) return false;
  const isNear = (perUnit: number) => (a: number, b: number) => Math.abs(a - b) * perUnit < SEEN;
  const across = isNear(box.width / (next.to - next.from));
  const up = isNear(box.height / (next.y.max - next.y.min));
  return (
    equal(drawn.xTicks, next.xTicks) &&
    equal(drawn.y.ticks, next.y.ticks) &&
    equal(drawn.times, next.times, across) &&
    drawn.values.length === next.values.length &&
    drawn.values.every((column, i) => isSameLine(column, next.values[i], up))
  );
}

const isSameLine = (a: Column, b: Column, isNear: (a: number, b: number) => boolean): boolean =>
  a.length === b.length &&
  a.every((value, i) => {
    const other = b[i];
    return value === null || other === null ? value === other : isNear(value, other);
  });

function equal(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  isSame = (one: number, other: number): boolean => one === other,
): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSame(a[i], b[i])) return false;
  return true;
}
