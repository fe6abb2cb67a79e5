// defineMetric: what a metric counts, how its number is read from the counts, and how it explains itself.
import type { AgentState, SessionOutcome } from './vocabulary.ts';
import type { Outcome } from './floor/visits.ts';
import type { Goal } from './level.ts';
import type { Reading, Unit } from './reading.ts';

/** What can be counted. The first three count in a window, the others hold at an instant. */
export interface Things {
  visits: EndedVisit;
  sessions: EndedSession;
  surveys: SurveyResponse;
  waiting: OpenVisit;
  agents: PresentAgent;
}
export type Subject = keyof Things;

export interface EndedVisit {
  outcome: Outcome;
  waitMs: number;
  /** T of its queue */
  thresholdMs: number;
  /** S of its queue: the limit of a short abandon */
  shortMs: number;
  /** the assistant handed its contact over */
  assisted: boolean;
  /** no later visit of the same contact is known */
  last: boolean;
}
export interface OpenVisit {
  waitedMs: number;
  thresholdMs: number;
}
export interface EndedSession {
  outcome: SessionOutcome;
  direct: boolean;
}
export interface SurveyResponse {
  metric: 'nps' | 'csat' | 'ces';
  score: number;
}
export interface PresentAgent {
  state: AgentState;
  reason: string;
}

/** Settings that a formula may ask for. */
export interface Rules {
  /** which definition service.level answers with */
  serviceLevel: string;
}

export interface Counted<N extends string> {
  /** Σ of each counter */
  sums: Record<N, number>;
  /** the greatest of `most`; null of nothing */
  most: number | null;
  /** of `sketch`; null of nothing */
  quantile(q: number): number | null;
  rules: Rules;
}

export type Value = Pick<Reading, 'value' | 'counts'> & Pick<Partial<Reading>, 'margin' | 'low' | 'high' | 'variants'>;

export interface MetricDefinition<S extends Subject, N extends string> {
  over: S;
  names: { en: string; ru: string };
  unit: Unit;
  /** the formula in words and signs, for "why" */
  formula: string;
  goal?: Goal;
  /** counters: equal functions are counted once for all metrics */
  sums: Record<N, (thing: Things[S]) => number>;
  most?: (thing: Things[S]) => number;
  /** the number whose quantiles are read; undefined = this thing has none */
  sketch?: (thing: Things[S]) => number | undefined;
  read(counted: Counted<N>): Value;
  /** overrides the level of value against goal, where the interval has a say */
  judge?(value: Value, goal: Goal): Reading['state'];
}

/** A metric whose types were checked where it was defined. */
export type Metric = MetricDefinition<Subject, string>;

export function defineMetric<S extends Subject, N extends string>(definition: MetricDefinition<S, N>): Metric {
  return definition as unknown as Metric;
}

/** null instead of a division by nothing */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
