// What the numbers on a board are made of, and whether anything brings that.
import { subjectsOf, type Metric, type Subject } from '../metric.ts';
import type { Part } from '../view/show.ts';

export interface KnownNumbers {
  isKnown(metric: string): boolean;
  /** false: it stays empty unless somebody sends what it is made of */
  isGiven(metric: string): boolean;
}

/** Parts of a floor are as much there as these metrics. */
const PARTS: Record<Part, string> = {
  agents: 'agents.signedin',
  queues: 'offered',
  flow: 'offered',
  ladder: 'offered',
  sites: 'offered',
  streams: 'stream.viewers',
  people: 'agents.signedin',
};

/** The metric that an item of a show list stands or falls with: "wait.p50@5m/30/3600" → wait.p50, "queues" → offered. */
export function metricOf(item: string): string {
  return Object.hasOwn(PARTS, item) ? PARTS[item as Part] : item.replace(/[~@].*$/, '');
}

/** Subjects that follow from others: who brings visits brings who waits. */
const FOLLOWS: Partial<Record<Subject, Subject>> = {
  arrivals: 'visits',
  waiting: 'visits',
  callbacks: 'visits',
  recontacts: 'sessions',
  repeats: 'ended',
  agents: 'agenttime',
  audience: 'streams',
};

/** @param given what sources bring, or have brought; null = anything */
export function knownNumbers(metrics: ReadonlyMap<string, Metric>, given: ReadonlySet<Subject> | null): KnownNumbers {
  const made = (metric: Metric): boolean =>
    subjectsOf(metric).every((subject) => given === null || given.has(FOLLOWS[subject] ?? subject));
  return {
    isKnown: (key) => metrics.has(key),
    isGiven: (key) => {
      const metric = metrics.get(key);
      return metric !== undefined && made(metric);
    },
  };
}
