// Parts of a view, of a floor as it is told: everybody on it, its queues, who waits, its sites and streams.
import { nameIn } from '#core/directory.ts';
import { levelOf, worse, type Goal, type Level } from '#core/level.ts';
import { ownGoal, type Metric } from '#core/metric.ts';
import type { Reading } from '#core/reading.ts';
import { levelsOf } from '#core/service-levels.ts';
import { AGENT_STATES } from '#core/vocabulary.ts';
import {
  MOST_ON_LADDER,
  SITE_METRICS,
  SPARK,
  type AgentStates,
  type FlowCounts,
  type Ladder,
  type QueueRow,
  type Series,
  type SiteRow,
  type StreamRow,
} from '#core/view/floor-view.ts';
import type { WindowName } from '#core/window.ts';
import { lineOf } from './lines.ts';
import { METRICS, StoryReadings } from './readings.ts';
import { chance, STORY_AT, type StoryFloor, type StoryQueue } from './story-floor.ts';

export function agentsOf({ people }: StoryFloor): AgentStates {
  const states = AGENT_STATES.flatMap((state, code) => Array.from({ length: people[state] ?? 0 }, () => code));
  const at = states.map((code, i) => [chance('agent', i), code]).sort(([a], [b]) => a - b);
  return { states: at.map(([, code]) => code), byState: { ...people } };
}

export function queuesOf({ queues, before }: StoryFloor, language: string): QueueRow[] {
  const rows = queues.map((queue) => queueRow(queue, before, language));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function queueRow(queue: StoryQueue, before: number, language: string): QueueRow {
  const { id, name, channel, thresholdS, waiting, longestS, asaS, available, signedIn } = queue;
  const { answered, answeredWithinT, abandoned, abandonedWithinT } = queue;
  const goal = longestGoal(thresholdS);
  const longest = levelOf(longestS, goal);
  const sums = { answered, answeredWithinT, abandoned, abandonedWithinT };
  const { ignore: level } = levelsOf({ ...sums, abandonedShort: 0, callbacks: 0, callbacksWithinT: 0 }, 0);
  const serviceLevel = levelOf(level, { look: 0.8, act: 0.7, bad: 'below' });
  const offered = answered + abandoned;
  return {
    ...{ id, name: nameIn(name, language), channel, level: worse(longest, serviceLevel), waiting },
    goalS: goal?.look ?? 0,
    ...{ levels: { longest, serviceLevel }, longestS: waiting > 0 ? longestS : null, asaS, serviceLevel: level },
    ...{ abandonRate: offered > 0 ? abandoned / offered : null, offered, answered, abandoned, available, signedIn },
    spark: lineOf({ metric: id, stepS: SPARK.stepS, spanS: SPARK.spanS }, asaS, 's', before, null),
  };
}

const longestGoal = (thresholdS: number): Goal | undefined =>
  ownGoal(METRICS.get('wait.longest') as Metric, thresholdS);

/** Today's, from the same counts as the readings. */
export function flowOf(readings: StoryReadings): FlowCounts {
  const { resolved, handedOver, left } = readings.of('assistant.deflection', 'today').counts;
  const { direct, answered, lost, moved } = readings.of('requests.direct', 'today').counts;
  const sessions = { assistant: resolved + handedOver + left, resolved, handedOver, leftAssistant: left };
  return { ...sessions, direct, answered, lost, moved };
}

export function ladderOf({ queues }: StoryFloor, language: string): Ladder {
  const all = queues.flatMap((queue) => waitsOf(queue).map((waitMs) => ({ queue: queue.id, at: STORY_AT - waitMs })));
  all.sort((a, b) => a.at - b.at);
  const ladder: Ladder = { waiting: all.length, people: {}, queues: {} };
  all.slice(0, MOST_ON_LADDER).forEach(({ queue, at }, i) => {
    ladder.people[`${at}.${i}`] = queue;
    const { name, thresholdS } = queues.find(({ id }) => id === queue) as StoryQueue;
    ladder.queues[queue] ??= { name: nameIn(name, language), goal: longestGoal(thresholdS) };
  });
  return ladder;
}

/** ms: `overdue` of them longer than T, the first the longest */
function waitsOf({ id, waiting, overdue, longestS, thresholdS }: StoryQueue): number[] {
  return Array.from({ length: waiting }, (_, i) => {
    if (i === 0) return longestS * 1000;
    const share = chance(id, i);
    const isOverdue = i < overdue;
    const [from, to] = isOverdue ? [thresholdS, longestS] : [0, Math.min(thresholdS, longestS)];
    return Math.round((from + (to - from) * (isOverdue ? share ** 1.7 : share)) * 1000);
  });
}

const JUDGED: readonly string[] = ['wait.longest@now', 'asa@5m', 'service.level@15m', 'agents.available@now'];

export function sitesOf(floor: StoryFloor, language: string): SiteRow[] {
  return floor.sites.map(({ id, name, share, strain }) => {
    const readings = siteReadings(floor, share, strain);
    const level = JUDGED.map((key): Level => readings[key].state).reduce(worse);
    return { id, name: nameIn(name, language), level, readings };
  });
}

function siteReadings(floor: StoryFloor, share: number, strain: number): Record<string, Reading> {
  const part = (n: number): number => Math.round(n * share);
  const parts = <T extends object>(counts: T): T =>
    Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, part(n as number)])) as T;
  const queues = floor.queues.map((queue) => {
    const answered = part(queue.answered);
    const missed = Math.min(answered, Math.round(part(queue.answered - queue.answeredWithinT) * strain));
    return {
      ...{ ...queue, answered, answeredWithinT: answered - missed, abandoned: part(queue.abandoned * strain) },
      ...{ abandonedWithinT: part(queue.abandonedWithinT), waiting: part(queue.waiting * strain) },
      ...{ overdue: part(queue.overdue * strain), longestS: queue.longestS * Math.min(1, strain) },
      asaS: queue.asaS * strain,
    };
  });
  const { people, sessions, nps, csat } = floor;
  const site = { people: parts(people), sessions: parts(sessions), nps: parts(nps), csat: parts(csat), queues };
  const readings = new StoryReadings({ ...floor, ...site });
  return Object.fromEntries(
    SITE_METRICS.map((key) => {
      const [metric, window] = key.split('@') as [string, WindowName];
      return [key, readings.of(metric, window)];
    }),
  );
}

export function streamsOf({ streams }: StoryFloor): StreamRow[] {
  return streams.map((stream) => ({ ...stream, line: viewersOf(stream) }));
}

function viewersOf({ id, viewers, live }: { id: string; viewers: number; live: boolean }): Series {
  const line: Series = {};
  const end = Math.floor(STORY_AT / 60_000) - (live ? 0 : 95);
  const peak = live ? viewers : 4_800;
  for (let i = 0; i <= 70; i++) {
    const curve = Math.min(1, i / 22) * (live ? 1 : Math.min(1, (70 - i) / 9));
    line[end - 70 + i] = Math.round(peak * curve * (0.92 + 0.08 * chance(id, i)));
  }
  return line;
}
