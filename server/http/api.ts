// GET /api/v1/…: numbers of any scope and window as of any instant. Each route is one entry: what it takes, what it
// answers, how.
import { z } from 'zod';
import type { Right } from '#core/access/rights.ts';
import { answerAgentDay } from '#core/agent-day.ts';
import { answerAgents, answerMetrics } from '#core/answers.ts';
import { answerBehind, kindBehind, KINDS, type Kind } from '#core/behind.ts';
import { definitionsOf } from '#core/definitions.ts';
import type { Engine } from '#core/engine.ts';
import { placesOf } from '#core/places.ts';
import { answerIntents } from '#core/intents.ts';
import { queueRows } from '#core/queue-rows.ts';
import { answerSeries, withoutUnknown } from '#core/series.ts';
import { silences } from '#core/silences.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import type { WindowName } from '#core/window.ts';
import * as answers from './answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { at, format, instant, language, numeric, ownWindow, parseQuery, scope, window } from './query.ts';

export interface ApiContext {
  engine: Engine;
  now(): number;
  sources(at: number): SourceView[];
}

export interface ApiRoute {
  summary: string;
  /** the right that it takes */
  needs: Right;
  query: z.ZodObject;
  answer: z.ZodType;
  /** @throws HttpError */
  handle(query: URLSearchParams, context: ApiContext): Promise<object> | object;
}

function route<S extends z.ZodObject>(
  summary: string,
  query: S,
  answer: z.ZodType,
  handle: (query: z.infer<S>, context: ApiContext) => Promise<object> | object,
  needs: Right = 'numbers',
): ApiRoute {
  return { summary, needs, query, answer, handle: (raw, context) => handle(parseQuery(query, raw), context) };
}

const MOST_ROWS = 1000;
/** Sessions are looked at one by one. */
const TOO_LONG: readonly WindowName[] = ['7d', '28d'];

export const API: Record<string, ApiRoute> = {
  '/api/v1/metrics': route(
    'Every metric of a scope over a window, with the counts behind it and the state of the sources.',
    z.object({ scope, window, at, format }),
    answers.metricsAnswer,
    ({ scope, window, at }, { engine, now, sources }) => {
      const asOf = at ?? now();
      const answer = answerMetrics(engine, scope.text, scope.scope, window, asOf);
      return { ...answer, sources: sources(asOf).map(publicSource) };
    },
  ),
  '/api/v1/queues': route(
    'A row a queue.',
    z.object({ scope, window, at, lang: language, format }),
    answers.queuesAnswer,
    ({ scope, window, at, lang }, { engine, now }) => {
      const asOf = at ?? now();
      const queues = queueRows(engine, scope.scope, window, asOf, lang === undefined ? {} : { language: lang });
      return { scope: scope.text, window, asOf: iso(asOf), queues };
    },
  ),
  '/api/v1/agents': route(
    'A row an agent.',
    z.object({ scope, at, format }),
    answers.agentsAnswer,
    ({ scope, at }, { engine, now }) => {
      const asOf = at ?? now();
      return { scope: scope.text, asOf: iso(asOf), agents: answerAgents(engine, scope.scope, asOf) };
    },
  ),
  '/api/v1/agent-day': route(
    'One person’s day by the clock of their site: states from when to when, and talks.',
    z.object({
      agent: z.string().describe('id of the agent'),
      day: z.string().optional().describe('2026-11-26; default the day of at'),
      at,
    }),
    answers.agentDayAnswer,
    ({ agent, day, at }, { engine, now }) => unwrap(answerAgentDay(engine, { agent, day, asOf: at ?? now() })),
    'names',
  ),
  '/api/v1/series': route(
    'A metric over time.',
    z.object({
      metric: z.string().describe('key of the metric'),
      scope,
      at,
      from: instant('from', 'default an hour before to'),
      to: instant('to', 'default at'),
      step: numeric(60, 'seconds from point to point'),
      window: ownWindow.describe('each point counts this long back; default since the point before'),
      format,
    }),
    answers.seriesAnswer,
    async ({ metric, scope, at, from, to, step, window }, { engine, now }) => {
      const toAt = to ?? at ?? now();
      const span = { fromAt: from ?? toAt - 3_600_000, toAt };
      const request = { metric, scope: scope.scope, ...span, stepS: step, ...(window ? { window } : {}) };
      const answer = unwrap(await inSlices(answerSeries(engine, request)));
      const toCome = { fromAt: now(), toAt: Infinity };
      return withoutUnknown(answer, [...silences(engine, toAt), toCome]);
    },
  ),
  '/api/v1/visits': route(
    'The visits (sessions, responses …) behind a number, newest first.',
    z.object({
      scope,
      at,
      from: instant('from', 'default 15 minutes before to'),
      to: instant('to', 'default at'),
      of: z
        .string()
        .optional()
        .describe(`one of ${Object.keys(KINDS).join(', ')}; default visits`),
      metric: z.string().optional().describe('instead of `of`: what lies behind this metric'),
      outcome: z
        .string()
        .optional()
        .describe('only things with this outcome; default with `metric`: those that it counts'),
      limit: numeric(100, `rows a page, at most ${MOST_ROWS}`),
      cursor: z.string().optional().describe('`next` of the page before'),
      format,
    }),
    answers.visitsAnswer,
    ({ scope, at, from, to, of, metric, outcome, limit, cursor }, { engine, now }) => {
      const toAt = to ?? at ?? now();
      const span = { fromAt: from ?? toAt - 900_000, toAt };
      if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST_ROWS))
        throw bad('limit', `limit must be a whole number from 1 to ${MOST_ROWS}.`);
      const kind = kindOf(engine, of, metric);
      const counted = outcome ?? (metric === undefined ? undefined : engine.metrics.get(metric)?.outcome);
      const filter = {
        ...(counted === undefined ? {} : { outcome: counted }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page = unwrap(answerBehind(engine, { scope: scope.scope, span, kind, limit, ...filter }));
      const answer = { scope: scope.text, from: iso(span.fromAt), to: iso(toAt), of: kind };
      return { ...answer, [kind]: page.rows, next: page.next };
    },
  ),
  '/api/v1/intents': route(
    'The assistant’s sessions by what customers wanted, most first.',
    z.object({ scope, window, at, format }),
    answers.intentsAnswer,
    async ({ scope, window, at }, { engine, now }) => {
      if (TOO_LONG.includes(window))
        throw bad('window', `window ${window} is too long for sessions by intent; take 24h or a shorter one.`);
      const asOf = at ?? now();
      const span = engine.span(window, asOf, scope.scope);
      const intents = await inSlices(answerIntents(engine, scope.scope, span));
      return { scope: scope.text, window, from: iso(span.fromAt), to: iso(span.toAt), intents };
    },
  ),
  '/api/v1/definitions': route(
    'The registry of metrics: names, formulas, units, windows.',
    z.object({ format }),
    answers.definitionsAnswer,
    (_, { engine }) => ({ metrics: definitionsOf(engine.metrics) }),
  ),
  '/api/v1/places': route(
    'Sites, teams and queues by name.',
    z.object({ lang: language }),
    answers.placesAnswer,
    ({ lang }, { engine }) => placesOf(engine, lang),
  ),
};

/** `of` names the kind; `metric` asks for what lies behind it. */
function kindOf(engine: Engine, of = 'visits', key?: string): Kind {
  if (key === undefined) {
    if (Object.hasOwn(KINDS, of)) return of as Kind;
    throw bad('of', `of "${of}" is not known; use one of ${Object.keys(KINDS).join(', ')}.`);
  }
  const metric = engine.metrics.get(key);
  if (!metric) throw bad('metric', `metric "${key}" is not known; see /api/v1/definitions for the keys.`);
  const kind = kindBehind(metric);
  if (!kind) throw bad('metric', `metric "${key}" is made of people or totals and has no list behind it.`);
  return kind;
}

const bad = (path: string, message: string): HttpError => new HttpError(400, `bad_${path}`, message, { path });

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

function publicSource({ lastEventAt, heardAt, since, ...source }: SourceView): object {
  const time = (at: number | null) => (at === null ? null : iso(at));
  return { ...source, lastEventAt: time(lastEventAt), heardAt: time(heardAt), since: time(since) };
}
