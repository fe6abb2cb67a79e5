// The answers of the API about numbers and people, as of any instant. The wall's numbers are made of the same calls.
import type { Engine } from './engine.ts';
import type { Metric } from './metric.ts';
import { presentAgent, type AgentNow } from './present-agent.ts';
import type { Reading } from './reading.ts';
import { isInstant, readMetrics, readWindow } from './readings.ts';
import type { Scope } from './scope.ts';
import type { AgentState } from './vocabulary.ts';
import type { Span, WindowName } from './window.ts';

export interface MetricsAnswer {
  scope: string;
  window: WindowName;
  from: string;
  to: string;
  asOf: string;
  metrics: Record<string, Reading>;
  /** true when an event later than 30 min changed an interval of this window */
  revised: boolean;
  /** of window=interval: the one before, whole */
  previous?: { from: string; to: string; metrics: Record<string, Reading> };
}

const iso = (at: number): string => new Date(at).toISOString();

/** @param scopeText the scope as it was asked for @param at as of this instant, epoch ms */
export function answerMetrics(
  engine: Engine,
  scopeText: string,
  scope: Scope,
  window: WindowName,
  at: number,
): MetricsAnswer {
  const span = engine.span(window, at, scope);
  const metrics = readWindow(engine, scope, window, at);
  const before = window === 'interval' ? engine.span('interval', span.fromAt - 1, scope).fromAt : null;
  return {
    scope: scopeText,
    window,
    from: iso(span.fromAt),
    to: iso(span.toAt),
    asOf: iso(at),
    metrics,
    revised: isRevised(engine, span),
    ...(before === null ? {} : { previous: previousOf(engine, scope, { fromAt: before, toAt: span.fromAt }, at) }),
  };
}

function previousOf(engine: Engine, scope: Scope, span: Span, at: number): MetricsAnswer['previous'] {
  const isWindowed = (key: string) => !isInstant(engine.metrics.get(key) as Metric);
  const windowed = Object.entries(readMetrics(engine, scope, span, at)).filter(([key]) => isWindowed(key));
  return { from: iso(span.fromAt), to: iso(span.toAt), metrics: Object.fromEntries(windowed) };
}

function isRevised(engine: Engine, span: Span): boolean {
  return [...engine.floor.revised].some((from) => from < span.toAt && from + 15 * 60_000 > span.fromAt);
}

/** An agent in the API: texts are "" where nothing was told. */
export interface AgentRow {
  id: string;
  name: string;
  state: AgentState;
  reason: string;
  since: string;
  site: string;
  team: string;
  queues: string[];
  /** of those who serve several contacts at once */
  slots?: { used: number; total: number };
}

function stateOf(now: AgentNow, queue: string | undefined, at: number): Pick<AgentRow, 'state' | 'reason' | 'slots'> {
  const { state, reason, slots } = presentAgent(now, queue, at);
  return { state, reason, ...(slots.total > 0 ? { slots } : {}) };
}

/** Everybody of whom a state is known, offline ones included. @param at as of this instant, epoch ms */
export function answerAgents(engine: Engine, scope: Scope, at: number): AgentRow[] {
  return [...engine.agents(at, scope)].map((now) => ({
    id: now.agent.id,
    name: now.agent.attribute('name', at) || now.agent.id,
    ...stateOf(now, scope.queue, at),
    since: iso(now.agent.sinceAt(at)),
    site: now.agent.attribute('site', at),
    team: now.agent.attribute('team', at),
    queues: [...now.queues.keys()],
  }));
}
