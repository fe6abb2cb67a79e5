// Points as the path data of a line or of a filled band, broken where a point is missing. d3-shape would do it, too: it
// can't be taken in parts, and all of it is 3 kB of script on every wall.

export type Point = readonly [x: number, y: number];
/** where a band is at x, from one edge to the other */
export type Slice = readonly [x: number, y0: number, y1: number];

/** @param digits after the point @returns "" for nothing; one point alone is a dot where line caps are round */
export function linePath(points: Iterable<Point | null>, digits: number): string {
  const write = writer(digits);
  return runsOf(points)
    .map((run) => `M${run.map(write).join('L')}${run.length === 1 ? 'Z' : ''}`)
    .join('');
}

/** @param digits after the point @returns "" for nothing */
export function bandPath(slices: Iterable<Slice | null>, digits: number): string {
  const write = writer(digits);
  return runsOf(slices)
    .map((run) => {
      const there = run.map(([x, , y1]): Point => [x, y1]);
      const back = run.map(([x, y0]): Point => [x, y0]).reverse();
      return `M${[...there, ...back].map(write).join('L')}Z`;
    })
    .join('');
}

function writer(digits: number): (point: Point) => string {
  const k = 10 ** digits;
  const round = (n: number): number => Math.round(n * k) / k;
  return ([x, y]) => `${round(x)},${round(y)}`;
}

/** What stands together without a missing one between. */
function runsOf<T>(points: Iterable<T | null>): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  for (const point of points) {
    if (point === null) run = [];
    else if (run.push(point) === 1) runs.push(run);
  }
  return runs;
}
