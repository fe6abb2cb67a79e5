// The answers of the API, as of any instant, from the engine alone. The wall's numbers are made of the same calls.
import type { AgentState } from './vocabulary.ts';
import { presentAgent, type Engine, type WindowSubject } from './engine.ts';
import { MINUTE_MS } from './floor/timeline.ts';
import { levelOf, worse } from './level.ts';
import type { Reading } from './reading.ts';
import { ok, type Problem, type Result } from './result.ts';
import type { Scope } from './scope.ts';
import type { Tally } from './tally.ts';
import type { QueueRow } from './view/floor-view.ts';
import { spanOf, type Span, type WindowName } from './window.ts';

export interface MetricsAnswer {
  scope: string;
  window: WindowName;
  from: string;
  to: string;
  asOf: string;
  metrics: Record<string, Reading>;
  /** true when an event later than 30 min changed an interval of this window */
  revised: boolean;
}

const iso = (at: number): string => new Date(at).toISOString();

export function answerMetrics(
  engine: Engine,
  scopeText: string,
  scope: Scope,
  window: WindowName,
  at: number,
): MetricsAnswer {
  const span = spanOf(window, at, engine.directory.zone);
  const tallies = engine.tallies(at, window === 'now' ? null : span, scope);
  const metrics: Record<string, Reading> = {};
  for (const [key, metric] of engine.metrics) {
    const tally = tallies[metric.over];
    if (tally) metrics[key] = engine.read(key, tally);
  }
  const revised = [...engine.floor.revised].some((from) => from < span.toAt && from + 15 * 60_000 > span.fromAt);
  return { scope: scopeText, window, from: iso(span.fromAt), to: iso(span.toAt), asOf: iso(at), metrics, revised };
}

/** Numbers of each queue that was ever heard of, sorted by id. */
export function answerQueues(engine: Engine, scope: Scope, window: WindowName, at: number): Omit<QueueRow, 'spark'>[] {
  const span = spanOf(window === 'now' ? '15m' : window, at, engine.directory.zone);
  const ended = engine.byQueue('visits', span, scope);
  const none = engine.total('visits', { fromAt: 0, toAt: 0 }, scope);
  const open = waitingByQueue(engine, at, scope);
  const people = agentsByQueue(engine, at, scope);
  const rows: Omit<QueueRow, 'spark'>[] = [];
  for (const [id, number] of knownQueues(engine)) {
    if (scope.queue !== undefined && scope.queue !== id) continue;
    const tally = ended.get(number) ?? none;
    const waiting = open.get(number);
    const staff = people.get(id);
    if (!ended.has(number) && !waiting && !staff && !engine.queueEntries.has(id)) continue;
    rows.push(queueRow(engine, id, number, tally, waiting, staff));
  }
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A service level of fewer visits colours no row. */
const JUDGED_FROM = 10;

interface Waiting {
  count: number;
  longestMs: number;
}
interface Staff {
  available: number;
  signedIn: number;
}

function queueRow(
  engine: Engine,
  id: string,
  number: number,
  ended: Tally,
  waiting: Waiting | undefined,
  staff: Staff | undefined,
): Omit<QueueRow, 'spark'> {
  const read = (key: string) => engine.read(key, ended);
  const entry = engine.queueEntries.get(id);
  const goalS = (2 * engine.thresholds(number).thresholdMs) / 1000;
  const longestS = waiting ? waiting.longestMs / 1000 : null;
  const [asa, serviceLevel, abandonRate] = [read('asa'), read('service.level'), read('abandon.rate')];
  const longest = levelOf(longestS ?? 0, { look: goalS, act: 2 * goalS, bad: 'above' });
  const offered = read('offered').value ?? 0;
  const served = offered < JUDGED_FROM ? 'none' : serviceLevel.state;
  const isUnknown = offered === 0 && !waiting && !staff;
  return {
    id,
    name: entry?.name ?? id,
    channel: engine.queueChannel(id),
    level: isUnknown ? 'none' : worse(longest, served),
    levels: { longest, serviceLevel: served },
    waiting: waiting?.count ?? 0,
    longestS,
    asaS: asa.value,
    serviceLevel: serviceLevel.value,
    abandonRate: abandonRate.value,
    offered,
    answered: read('answered').value ?? 0,
    abandoned: read('abandoned').value ?? 0,
    available: staff?.available ?? 0,
    signedIn: staff?.signedIn ?? 0,
    goalS,
  };
}

function* knownQueues(engine: Engine): Generator<[string, number]> {
  for (let number = 1; number < engine.floor.queues.size; number++) yield [engine.floor.queues.text(number), number];
}

function waitingByQueue(engine: Engine, at: number, scope: Scope): Map<number, Waiting> {
  const open = new Map<number, Waiting>();
  for (const { queue, enteredAt } of engine.waiting(at, scope)) {
    const known = open.get(queue);
    if (!known) open.set(queue, { count: 1, longestMs: at - enteredAt });
    else {
      known.count++;
      known.longestMs = Math.max(known.longestMs, at - enteredAt);
    }
  }
  return open;
}

function agentsByQueue(engine: Engine, at: number, scope: Scope): Map<string, Staff> {
  const people = new Map<string, Staff>();
  for (const now of engine.agents(at, scope)) {
    for (const queue of now.queues.keys()) {
      let staff = people.get(queue);
      if (!staff) people.set(queue, (staff = { available: 0, signedIn: 0 }));
      const { state } = presentAgent(now, queue);
      if (state === 'available') staff.available++;
      if (state !== 'offline') staff.signedIn++;
    }
  }
  return people;
}

export interface AgentRow {
  id: string;
  name: string;
  state: AgentState;
  reason: string;
  since: string;
  site: string;
  team: string;
  queues: string[];
}

export function answerAgents(engine: Engine, scope: Scope, at: number): AgentRow[] {
  return [...engine.agents(at, scope)].map((now) => ({
    id: now.agent.id,
    name: now.agent.attribute('name', at) || now.agent.id,
    ...presentAgent(now, scope.queue),
    since: iso(now.agent.sinceAt(at)),
    site: now.agent.attribute('site', at),
    team: now.agent.attribute('team', at),
    queues: [...now.queues.keys()],
  }));
}

const WINDOW_SUBJECTS: readonly string[] = ['visits', 'sessions', 'surveys'];
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

function problemOf(engine: Engine, { metric, fromAt, toAt, stepS, window }: SeriesRequest): Problem | null {
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
  const span = window ? spanOf(window, toAt, engine.directory.zone) : { fromAt: toAt - stepS * 1000, toAt };
  if (points * ((span.toAt - span.fromAt) / MINUTE_MS) > MOST_MINUTES)
    return problem(
      'too_much',
      `${Math.round(points)} points of such a long window are too many; take a longer step.`,
      'step',
    );
  return null;
}

function pointAt(engine: Engine, { metric: key, scope, stepS, window }: SeriesRequest, at: number): number | null {
  const metric = engine.metrics.get(key);
  if (!metric) return null;
  if (!WINDOW_SUBJECTS.includes(metric.over)) {
    return engine.read(key, metric.over === 'agents' ? engine.tallyAgents(at, scope) : engine.tallyWaiting(at, scope))
      .value;
  }
  const span: Span = window ? spanOf(window, at, engine.directory.zone) : { fromAt: at - stepS * 1000, toAt: at };
  return engine.read(key, engine.total(metric.over as WindowSubject, span, scope)).value;
}
