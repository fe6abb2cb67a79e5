// What the metrics count, of a floor as it is told: sums by subject and name of the counter, over 15 minutes or at the
// instant. Where two metrics of one subject call different things by one name, the metric's own come first.
import type { Subject } from '#core/metric.ts';
import type { StoryFloor, StoryQueue } from './story-floor.ts';

export type Sums = Readonly<Record<string, number>>;
export interface StorySums {
  bySubject: Readonly<Partial<Record<Subject, Sums>>>;
  byMetric: Readonly<Record<string, Sums>>;
  mosts: Sums;
}

const total = (queues: readonly StoryQueue[], of: (queue: StoryQueue) => number): number =>
  queues.reduce((sum, queue) => sum + of(queue), 0);

/** letters of a currency as sales.revenue counts them */
const codeOf = (currency: string): number => parseInt(currency, 36);

export function sumsOf(floor: StoryFloor): StorySums {
  const { people, queues, sessions, handling, sales, callbacks, streams } = floor;
  const sum = (of: (queue: StoryQueue) => number): number => total(queues, of);
  const [answered, abandoned] = [sum((q) => q.answered), sum((q) => q.abandoned)];
  const asked = Math.round(answered / 80);
  const overflowed = Math.round(answered / 60);
  const timedOut = Math.round(abandoned / 12);
  const offered = answered + abandoned + asked + overflowed + timedOut;
  const signedIn = Object.values(people).reduce((all, n) => all + n, 0);
  const serving = signedIn - (people.break ?? 0) - (people.unknown ?? 0);
  const ended = sessions.resolved + sessions.handedOver + sessions.left;
  const live = streams.filter((stream) => stream.live);
  const soldNow = sales.won * floor.ofDay;
  return {
    bySubject: {
      visits: {
        ...{ offered, answered, abandoned, overflowed, timedOut, closed: 0, unknown: 0 },
        ...{ callbacks: asked, callbacksWithinT: Math.round(asked / 3) },
        answeredWithinT: sum((q) => q.answeredWithinT),
        abandonedWithinT: sum((q) => q.abandonedWithinT),
        abandonedShort: Math.round(sum((q) => q.abandonedWithinT) / 4),
        answeredWaitMs: sum((q) => q.answered * q.asaS) * 1000,
        // Who leaves has waited longer than who is served.
        waitMs: sum((q) => (q.answered + q.abandoned * 1.6) * q.asaS) * 1000,
        direct: Math.max(0, offered - overflowed - sessions.handedOver),
        assisted: Math.min(offered - overflowed, sessions.handedOver),
        ...{ lost: abandoned + timedOut, moved: asked },
      },
      arrivals: { arrivals: offered + Math.round(sum((q) => q.waiting) / 3) },
      waiting: { waiting: sum((q) => q.waiting), overdue: sum((q) => q.overdue) },
      agents: {
        ...people,
        ...{ signedIn, present: serving, servers: serving },
        ...{ slots: Math.round(serving * 0.9), free: Math.round(serving * 0.12), agents: Math.round(serving * 0.3) },
      },
      sessions: { ...sessions },
      recontacts: {
        ...{ resolved: sessions.resolved, recontacted: Math.round(sessions.resolved * 0.07) },
        ...{ returned: Math.round(sessions.resolved * 0.07), sessions: ended },
      },
      talks: { handled: answered, talkMs: answered * handling.talkS * 1000 },
      wraps: { wrapMs: answered * handling.wrapS * 1000 },
      agenttime: {
        ...{ agents: signedIn, signedInMs: signedIn * 900_000, breakMs: (people.break ?? 0) * 900_000 },
        ...{ contactMs: (people.contact ?? 0) * 900_000, wrapupMs: (people.wrapup ?? 0) * 900_000 },
      },
      responses: { ...floor.nps, ...floor.csat },
      repeats: { contacts: answered, repeated: Math.round(answered * 0.11), unknown: Math.round(answered * 0.02) },
      ended: { resolved: answered, firstLine: Math.round(answered * 0.984), unresolved: Math.round(answered * 0.03) },
      sales: {
        ...{ won: soldNow, priced: soldNow, minor: sales.minor * floor.ofDay },
        ...{ lost: sales.lost * floor.ofDay, open: sales.open * floor.ofDay, reversed: sales.reversed * floor.ofDay },
      },
      callbacks: { ...callbacks },
      streams: {
        ...{ viewers: live.reduce((all, one) => all + one.viewers, 0), live: live.length, streams: streams.length },
        questions: Math.round(streams.reduce((all, one) => all + one.questions, 0) * floor.ofDay),
        answered: Math.round(streams.reduce((all, one) => all + one.answered, 0) * floor.ofDay),
      },
      audience: { moments: streams.length * 15 },
    },
    byMetric: {
      'sales.conversion': { handled: (sales.won + sales.lost + sales.open) * floor.ofDay, sold: soldNow },
      'requests.direct': { answered: answered - overflowed },
    },
    mosts: {
      waitedMs: Math.max(0, ...queues.map((q) => q.longestS)) * 1000,
      viewers: Math.max(0, ...streams.map((stream) => stream.viewers)) * 1.2,
      ...{ currency: codeOf(sales.currency), otherCurrency: -codeOf(sales.currency) },
    },
  };
}
