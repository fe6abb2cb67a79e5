// GET /api/v1/…: numbers of any scope and window as of any instant.
import { answerAgents, answerMetrics } from '#core/answers.ts';
import { answerBehind, kindBehind, KINDS, type Kind } from '#core/behind.ts';
import { definitionsOf } from '#core/definitions.ts';
import type { Engine } from '#core/engine.ts';
import { placesOf } from '#core/places.ts';
import { queueRows } from '#core/queue-rows.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { answerSeries } from '#core/series.ts';
import { parseWindow, type WindowName } from '#core/window.ts';
import type { Result } from '#core/result.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import { HttpError } from './http-error.ts';

export interface ApiContext {
  engine: Engine;
  now(): number;
  sources(at: number): SourceView[];
}
export type Answer = (query: URLSearchParams, context: ApiContext) => unknown;

export const API: Record<string, Answer> = {
  '/api/v1/metrics': (query, { engine, now, sources }) => {
    const { scopeText, scope, window, at } = common(query, now());
    return { ...answerMetrics(engine, scopeText, scope, window, at), sources: sources(at).map(publicSource) };
  },
  '/api/v1/queues': (query, { engine, now }) => {
    const { scopeText, scope, window, at } = common(query, now());
    return { scope: scopeText, window, asOf: iso(at), queues: queueRows(engine, scope, window, at) };
  },
  '/api/v1/agents': (query, { engine, now }) => {
    const { scopeText, scope, at } = common(query, now());
    return { scope: scopeText, asOf: iso(at), agents: answerAgents(engine, scope, at) };
  },
  '/api/v1/definitions': (_, { engine }) => ({ metrics: definitionsOf(engine.metrics) }),
  '/api/v1/visits': (query, { engine, now }) => {
    const { scopeText, scope, at } = common(query, now());
    const toAt = query.has('to') ? instant(query, 'to', at) : at;
    const fromAt = instant(query, 'from', toAt - 900_000);
    const kind = kindOf(query, engine);
    const page = unwrap(
      answerBehind(engine, {
        scope,
        span: { fromAt, toAt },
        kind,
        limit: limitOf(query),
        ...optional('outcome', query),
        ...optional('cursor', query),
      }),
    );
    return { scope: scopeText, from: iso(fromAt), to: iso(toAt), of: kind, [kind]: page.rows, next: page.next };
  },
  '/api/v1/places': (_, { engine }) => placesOf(engine),
  '/api/v1/series': (query, { engine, now }) => {
    const { scope, at } = common(query, now());
    const toAt = query.has('to') ? instant(query, 'to', at) : at;
    const request = {
      metric: query.get('metric') ?? '',
      scope,
      fromAt: instant(query, 'from', toAt - 3_600_000),
      toAt,
      stepS: Number(query.get('step') ?? 60),
      ...(query.has('window') ? { window: window(query) } : {}),
    };
    return inSlices(answerSeries(engine, request)).then(unwrap);
  },
};

const optional = <K extends string>(key: K, query: URLSearchParams): { [key in K]?: string } => {
  const value = query.get(key);
  return value === null ? {} : ({ [key]: value } as { [key in K]?: string });
};

const MOST_ROWS = 1000;

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 100);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_ROWS) return limit;
  throw new HttpError(400, 'bad_limit', `limit must be a whole number from 1 to ${MOST_ROWS}.`, { path: 'limit' });
}

/** `of` names the kind; `metric` asks for what lies behind it. */
function kindOf(query: URLSearchParams, engine: Engine): Kind {
  const key = query.get('metric');
  if (key === null) {
    const of = query.get('of') ?? 'visits';
    if (Object.hasOwn(KINDS, of)) return of as Kind;
    throw new HttpError(400, 'bad_kind', `of "${of}" is not known; use one of ${Object.keys(KINDS).join(', ')}.`, {
      path: 'of',
    });
  }
  const metric = engine.metrics.get(key);
  if (!metric)
    throw new HttpError(400, 'bad_metric', `metric "${key}" is not known; see /api/v1/definitions for the keys.`, {
      path: 'metric',
    });
  const kind = kindBehind(metric);
  if (kind) return kind;
  throw new HttpError(400, 'no_list', `metric "${key}" is made of people or totals and has no list behind it.`, {
    path: 'metric',
  });
}

const SLICE_MS = 10;

/** Runs a long computation without making anybody else wait for longer than a slice. */
async function inSlices<T>(work: Generator<undefined, T, void>): Promise<T> {
  let sliceAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - sliceAt < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    sliceAt = performance.now();
  }
}

const iso = (at: number): string => new Date(at).toISOString();

function common(
  query: URLSearchParams,
  now: number,
): { scopeText: string; scope: Scope; window: WindowName; at: number } {
  const scopeText = query.get('scope') ?? 'all';
  return { scopeText, scope: unwrap(parseScope(scopeText)), window: window(query), at: instant(query, 'at', now) };
}

function window(query: URLSearchParams): WindowName {
  return unwrap(parseWindow(query.get('window') ?? '15m'));
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

function instant(query: URLSearchParams, key: string, otherwise: number): number {
  const text = query.get(key);
  if (text === null) return otherwise;
  const at = RFC3339.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at))
    throw new HttpError(
      400,
      'bad_time',
      `${key} "${text}" is no RFC 3339 time; write for example 2026-11-22T14:26:00Z.`,
      { path: key },
    );
  return at;
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw HttpError.of(result.problem);
  return result.value;
}

function publicSource({ lastEventAt, heardAt, since, ...source }: SourceView): unknown {
  const time = (at: number | null) => (at === null ? null : iso(at));
  return { ...source, lastEventAt: time(lastEventAt), heardAt: time(heardAt), since: time(since) };
}
