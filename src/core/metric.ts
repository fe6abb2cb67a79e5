// defineMetric: what a metric counts, how its number is read from the counts, and how it explains itself.
import type { Outcome } from './floor/outcome.ts';
import type { Goal, Level } from './level.ts';
import type { Reading, Unit } from './reading.ts';
import type { ServiceLevel } from './service-levels.ts';
import type { AgentState, SaleOutcome, SessionOutcome, SurveyMetric } from './vocabulary.ts';
import type { WindowName } from './window.ts';

/** What can be counted, each where and when docs/metrics.md says. INSTANTS hold at an instant, the others in a window. */
export interface Things {
  visits: EndedVisit;
  arrivals: Arrival;
  sessions: EndedSession;
  recontacts: SessionAftermath;
  responses: SurveyResponse;
  talks: EndedTalk;
  wraps: EndedWrap;
  ended: EndedContact;
  repeats: ContactAftermath;
  sales: Sale;
  agenttime: AgentTime;
  streams: LiveStream;
  audience: Audience;
  waiting: OpenVisit;
  agents: PresentAgent;
  callbacks: OpenCallback;
}
export type Subject = keyof Things;
export const INSTANTS: readonly Subject[] = ['waiting', 'agents', 'callbacks'];

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
/** A visit that entered its queue. */
export interface Arrival {
  thresholdMs: number;
}
export interface OpenVisit {
  waitedMs: number;
  thresholdMs: number;
}
export interface EndedSession {
  outcome: SessionOutcome;
  /** asked for a person at once */
  direct: boolean;
}
/** What became of a session that ended: only the next day tells. */
export interface SessionAftermath {
  resolved: boolean;
  direct: boolean;
  /** the customer was back within 24 h */
  returned: boolean;
}
export interface SurveyResponse {
  metric: SurveyMetric;
  score: number;
  /** where the score lies on its scale, 0–1 */
  share: number;
}
/** An agent's part of a contact, from the answer to the end of the talk, holds included. */
export interface EndedTalk {
  talkMs: number;
  /** of a queue that sells */
  sells: boolean;
  /** its contact bought */
  sold: boolean;
}
/** The work after a talk. */
export interface EndedWrap {
  wrapMs: number;
}
export interface EndedContact {
  /** undefined = nobody said */
  resolved: boolean | undefined;
  secondLine: boolean;
}
/** What became of a contact that ended: only the next days tell. */
export interface ContactAftermath {
  /** the customer was back within 7 days; undefined = the customer is not known */
  returned: boolean | undefined;
}
export interface Sale {
  outcome: SaleOutcome;
  /** minor units; undefined = not given */
  amount: number | undefined;
  /** ISO 4217, "" = not given */
  currency: string;
}
export interface PresentAgent {
  state: AgentState;
  reason: string;
  /** contacts served at once and the most of them; 0 = one at a time, never told */
  slots: { used: number; total: number };
  /** false = told to serve no queue */
  serves: boolean;
}
/** One agent's time in a window, ms. */
export interface AgentTime {
  signedInMs: number;
  breakMs: number;
  contactMs: number;
  wrapupMs: number;
}
export interface LiveStream {
  live: boolean;
  viewers: number;
  /** in the window */
  questions: number;
  answered: number;
}
/** All viewers at one moment. */
export interface Audience {
  viewers: number;
}
export interface OpenCallback {
  isDue: boolean;
  isLate: boolean;
}

/** Tells of one thing a number, or a text to count by, or undefined = it has none. Used by several metrics: counts.ts. */
export interface Counter<S extends Subject = Subject, V = number> {
  over: S;
  of(thing: Things[S]): V;
}

/** A counter. @param of what a thing adds to it, 1 for each that is counted */
export function count<S extends Subject, V = number>(over: S, of: (thing: Things[S]) => V): Counter<S, V> {
  return { over, of };
}

/** Settings that a formula may ask for. */
export interface Rules {
  /** which definition service.level answers with */
  serviceLevel: ServiceLevel;
  /** who asked for a person at once is left out when the assistant is judged */
  assistantExcludesDirect: boolean;
  /** T of the scope, seconds */
  thresholdS: number;
  /** share of the arrivals to be answered within T, for staffing */
  serviceTarget: number;
}

export interface Counted<N extends string, M extends string = never> {
  /** Σ of each counter */
  sums: Record<N, number>;
  /** the greatest of each; null of nothing */
  mosts: Record<M, number | null>;
  /** of `sketch`; null of nothing */
  quantile(q: number): number | null;
  /** of `group`: how many of each */
  groups: ReadonlyMap<string, number>;
  /** length of the window; 0 at an instant */
  spanS: number;
  rules: Rules;
}

export type Value = Pick<Reading, 'value' | 'counts'> &
  Pick<Partial<Reading>, 'margin' | 'low' | 'high' | 'variants' | 'variant' | 'currency'>;

export interface Words {
  en: string;
  ru: string;
}

type Limits = Omit<Goal, 'bad'>;

export interface MetricDefinition<N extends string, M extends string> {
  names: Words;
  unit: Unit;
  /** the formula in words and signs, for "why" */
  formula: Words;
  /** which side is good */
  better: 'lower' | 'higher' | 'neither';
  /** the window in which screens show it; "now" = it holds at an instant */
  usual: WindowName;
  /** always over this window, whatever is asked */
  fixed?: WindowName;
  /** by T of the scope, seconds, where waits are measured by what was promised */
  goal?: Limits | ((thresholdS: number) => Limits);
  /** counters: equal ones are counted once for all metrics */
  sums: Record<N, Counter>;
  mosts?: Record<M, Counter>;
  /** the number whose quantiles are read */
  sketch?: Counter<Subject, number | undefined>;
  /** what is counted apart: a reason, an intent */
  group?: Counter<Subject, string | undefined>;
  /** what a list of things behind the number shows; default: the first subject */
  behind?: Subject;
  /** which of those things the number counts, by their outcome; default: all of them */
  outcome?: string;
  read(counted: Counted<N, M>): Value;
  /** overrides the level of value against goal, where the interval has a say */
  judge?(value: Value, goal: Goal): Level;
}

/** A metric whose types were checked where it was defined. */
export type Metric = MetricDefinition<string, string>;

/** The default export of a file in metrics/, whose name is the metric's key. */
export function defineMetric<N extends string, M extends string = never>(definition: MetricDefinition<N, M>): Metric {
  return definition;
}

/** The metric's own goal where T is so many seconds. */
export function ownGoal({ goal, better }: Metric, thresholdS: number): Goal | undefined {
  const limits = typeof goal === 'function' ? goal(thresholdS) : goal;
  return limits && { ...limits, bad: better === 'lower' ? 'above' : 'below' };
}

/** All counters of a metric, whatever they tell. */
export function countersOf({ sums, mosts = {}, sketch, group }: Metric): Counter<Subject, unknown>[] {
  return [...Object.values(sums), ...Object.values(mosts), ...(sketch ? [sketch] : []), ...(group ? [group] : [])];
}

/** What the metric is made of, in the order of its counters. */
export function subjectsOf(metric: Metric): Subject[] {
  return [...new Set(countersOf(metric).map(({ over }) => over))];
}

/** null instead of a division by nothing */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
