// A metric over time: a point every so often.
import type { Engine } from './engine.ts';
import { MINUTE_MS } from './floor/timeline.ts';
import { INSTANTS, subjectsOf, type Subject } from './metric.ts';
import { Readings } from './readings.ts';
import { ok, type Problem, type Result } from './result.ts';
import type { Scope } from './scope.ts';
import { isSilent } from './silences.ts';
import type { Span, WindowName } from './window.ts';

const iso = (at: number): string => new Date(at).toISOString();
const MOST_POINTS = 20_000;
/** points × minutes of their window: about two seconds of work, in slices */
const MOST_MINUTES = 10_000_000;

export interface SeriesRequest {
  metric: string;
  scope: Scope;
  fromAt: number;
  toAt: number;
  stepS: number;
  /** each point counts this long back from its instant; undefined = since the point before */
  window?: WindowName;
}

export interface SeriesAnswer {
  from: string;
  to: string;
  step: number;
  /** epoch seconds; each point stands for what happened before it */
  times: number[];
  values: (number | null)[];
}

/** Yields between points: a long series may be computed in slices. */
export function* answerSeries(
  engine: Engine,
  request: SeriesRequest,
): Generator<undefined, Result<SeriesAnswer>, void> {
  const { fromAt, toAt, stepS } = request;
  const problem = problemOf(engine, request);
  if (problem) return { ok: false, problem };
  const times: number[] = [];
  const values: (number | null)[] = [];
  const stepMs = Math.round(stepS * 1000);
  for (let at = fromAt + stepMs; at <= toAt; at += stepMs) {
    times.push(at / 1000);
    values.push(pointAt(engine, request, at));
    yield;
  }
  return ok({ from: iso(fromAt), to: iso(toAt), step: stepS, times, values });
}

/** A point whose whole step is not known is null: nobody knows that nothing happened. */
export function withoutUnknown(answer: SeriesAnswer, unknown: readonly Span[]): SeriesAnswer {
  const stepMs = Math.round(answer.step * 1000);
  const isUnknown = (t: number): boolean => {
    const toAt = Math.round(t * 1000);
    return isSilent(unknown, { fromAt: toAt - stepMs, toAt });
  };
  return { ...answer, values: answer.values.map((value, i) => (isUnknown(answer.times[i]) ? null : value)) };
}

function problemOf(engine: Engine, { metric, scope, fromAt, toAt, stepS, window }: SeriesRequest): Problem | null {
  const problem = (code: string, message: string, path: string) => ({ code, message, path });
  if (!engine.metrics.has(metric))
    return problem('bad_metric', `metric "${metric}" is not known; see /api/v1/metrics for the keys.`, 'metric');
  if (!(toAt > fromAt)) return problem('bad_range', 'to must be after from.', 'to');
  const points = (toAt - fromAt) / 1000 / stepS;
  // Whole milliseconds: an instant plus less than its own precision would be itself, for ever.
  const isWhole = Math.abs(Math.round(stepS * 1000) - stepS * 1000) < 1e-6;
  if (!(stepS >= 0.001 && isWhole && points <= MOST_POINTS))
    return problem(
      'bad_step',
      `step must be seconds, in whole milliseconds, that give at most ${MOST_POINTS} points.`,
      'step',
    );
  const span = window ? engine.span(window, toAt, scope) : { fromAt: toAt - stepS * 1000, toAt };
  if (points * ((span.toAt - span.fromAt) / MINUTE_MS) > MOST_MINUTES)
    return problem(
      'too_much',
      `${Math.round(points)} points of such a long window are too many; take a longer step.`,
      'step',
    );
  return null;
}

/** A line is told with what is known at its end: who came back since then had come back. */
function pointAt(engine: Engine, request: SeriesRequest, at: number): number | null {
  const { metric, scope, stepS, window, toAt } = request;
  const span: Span = window ? engine.span(window, at, scope) : { fromAt: at - stepS * 1000, toAt: at };
  const asks = holdsAtAnInstant(engine, metric) ? engine.asOf(at) : engine;
  return new Readings(asks, scope, toAt).over(metric, span).value;
}

function holdsAtAnInstant(engine: Engine, key: string): boolean {
  const metric = engine.metrics.get(key);
  return metric !== undefined && subjectsOf(metric).some((subject) => OF_AN_INSTANT.includes(subject));
}
const OF_AN_INSTANT: readonly Subject[] = [...INSTANTS, 'streams'];
