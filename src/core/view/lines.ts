// Lines of a view: points of metrics on fixed grids. Metrics of one grid that count the same are computed from one count.
import type { Engine } from '../engine.ts';
import { subjectsOf, type Metric, type Subject } from '../metric.ts';
import type { Reading } from '../reading.ts';
import { Readings } from '../readings.ts';
import type { RowSubject } from '../describe.ts';
import type { Watch } from '../floor/timeline.ts';
import type { Scope } from '../scope.ts';
import type { Series } from './floor-view.ts';
import { isSilent, silences } from '../silences.ts';
import { HELD_MS, type Span } from '../window.ts';
import { SeriesCache } from './series-cache.ts';
import type { ShownLine } from './show.ts';

/** A score of fewer responses is no point of a line. */
const ENOUGH_FOR_A_MARGIN = 10;

type Point = Record<string, Reading>;

interface Grid {
  lines: ShownLine[];
  points: SeriesCache<Point>;
}

export class Lines {
  readonly #engine: Engine;
  readonly #scope: Scope;
  readonly #grids: Grid[];

  constructor(engine: Engine, scope: Scope, lines: readonly ShownLine[]) {
    this.#engine = engine;
    this.#scope = scope;
    this.#grids = [...grouped(engine, lines).values()].map((shown) => ({
      lines: shown,
      points: new SeriesCache(watchOf(engine, shown), shown[0].spanS, shown[0].stepS, (at) =>
        pointAt(engine, scope, shown, at),
      ),
    }));
  }

  upTo(at: number): Record<string, Series> {
    const made: Record<string, Series> = {};
    const longestS = Math.max(0, ...this.#grids.map(({ lines: [line] }) => line.spanS + line.stepS));
    const silent = silences(this.#engine, at, at - longestS * 1000);
    for (const { lines, points } of this.#grids) {
      const known = this.#held(points.upTo(at), lines[0], at);
      for (const line of lines) made[line.key] = seriesOf(known, line, silent);
    }
    return made;
  }

  /** Points over more days than an engine holds by itself would be too low. */
  #held(points: ReadonlyMap<number, Point>, { window }: ShownLine, at: number): ReadonlyMap<number, Point> {
    const isHeld = (t: number) => this.#engine.span(window, t, this.#scope).fromAt >= at - HELD_MS;
    if (this.#engine.elsewhere) return points;
    return new Map([...points].filter(([t]) => isHeld(t)));
  }
}

function grouped(engine: Engine, lines: readonly ShownLine[]): Map<string, ShownLine[]> {
  const groups = new Map<string, ShownLine[]>();
  for (const line of lines) {
    const key = `${subjects(engine, line).join()} ${line.window} ${line.stepS} ${line.spanS}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return groups;
}

function subjects(engine: Engine, { metric }: ShownLine): Subject[] {
  return subjectsOf(engine.metrics.get(metric) as Metric);
}

const ROW_SUBJECTS: readonly Subject[] = [
  'visits',
  'arrivals',
  'talks',
  'wraps',
  'sessions',
  'responses',
  'ended',
  'sales',
];

/** What changes only its own kind of things is looked at alone: everything changes all the time. */
function watchOf(engine: Engine, [line]: ShownLine[]): Watch {
  const [subject, ...others] = subjects(engine, line);
  const isAlone = others.length === 0 && ROW_SUBJECTS.includes(subject);
  return isAlone ? engine.own.watch(subject as RowSubject) : engine.watchAll();
}

function pointAt(engine: Engine, scope: Scope, lines: readonly ShownLine[], at: number): Point {
  const readings = new Readings(engine, scope);
  const span = engine.span(lines[0].window, at, scope);
  return Object.fromEntries(lines.map(({ metric }) => [metric, readings.over(metric, span)]));
}

/** @param silent a point of which the whole step lies in one of these is a gap */
function seriesOf(
  points: ReadonlyMap<number, Point>,
  { metric, isMargin, stepS }: ShownLine,
  silent: readonly Span[],
): Series {
  const series: Series = {};
  for (const [at, point] of points) {
    if (isSilent(silent, { fromAt: at - stepS * 1000, toAt: at })) continue;
    const { value, margin, counts } = point[metric];
    if (value === null || (margin !== undefined && (counts.n ?? 0) < ENOUGH_FOR_A_MARGIN)) continue;
    const shown = isMargin ? margin : value;
    if (shown !== undefined) series[at / 1000] = roundForChart(shown);
  }
  return series;
}

/** What no eye can tell apart on a chart need not travel. */
export const roundForChart = (value: number): number => Math.round(value * 1000) / 1000;
