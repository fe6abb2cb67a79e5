// What the desk says of each queue beside its row (queue-rows.ts): tail of the wait, live service level, staffing gap.
import type { Engine, Tallies } from './engine.ts';
import { presentAgent } from './present-agent.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { Tally } from './tally.ts';
import type { QueueMore } from './view/floor-view.ts';
import type { Span, WindowName } from './window.ts';

/** Staffing goes by this, whatever window the rows have. */
const STAFFING_WINDOW = '15m';

/** Numbers of a queue by its id, as of `at`: those of all are counted at once, each is read once. */
export function moreOfQueues(
  engine: Engine,
  scope: Scope,
  window: WindowName,
  at: number,
): (queue: string) => QueueMore {
  const span = engine.span(window === 'now' ? '15m' : window, at, scope);
  const staffing = engine.span(STAFFING_WINDOW, at, scope);
  const waiting = waitingByQueue(engine, at, scope);
  const visits = engine.byQueue('visits', span, scope);
  const isSame = span.fromAt === staffing.fromAt;
  const staffed = staffingByQueue(engine, staffing, at, scope, isSame ? visits : null);
  const made = new Map<string, QueueMore>();
  const make = (queue: string): QueueMore => {
    const inQueue = { ...scope, queue };
    const open = { waiting: waiting.get(queue) };
    const ended: Tallies = { visits: visits.get(queue), ...open };
    const live = engine.read('service.level.live', ended, inQueue, span);
    const gap = engine.read('staff.gap', { ...staffed(queue), ...open }, inQueue, staffing);
    return {
      p90S: engine.read('wait.p90', ended, inQueue, span).value,
      serviceLevelLive: live.value,
      staffGap: gap.value,
      levels: { serviceLevelLive: judged(live), staffGap: gap.state },
    };
  };
  return (queue) => {
    const known = made.get(queue) ?? make(queue);
    made.set(queue, known);
    return known;
  };
}

/** A share of fewer visits colours nothing: as in the row. */
const JUDGED_FROM = 10;
const judged = ({ state, counts }: Reading): Reading['state'] =>
  counts.answered + counts.abandoned + counts.overdue < JUDGED_FROM ? 'none' : state;

function staffingByQueue(
  engine: Engine,
  span: Span,
  at: number,
  scope: Scope,
  visits: Map<string, Tally> | null,
): (queue: string) => Tallies {
  const ended = visits ?? engine.byQueue('visits', span, scope);
  const [arrivals, talks, wraps] = (['arrivals', 'talks', 'wraps'] as const).map((subject) =>
    engine.byQueue(subject, span, scope),
  );
  const agents = agentsByQueue(engine, at, scope);
  return (queue) => ({
    visits: ended.get(queue),
    arrivals: arrivals.get(queue),
    talks: talks.get(queue),
    wraps: wraps.get(queue),
    agents: agents.get(queue),
  });
}

function waitingByQueue(engine: Engine, at: number, scope: Scope): Map<string, Tally> {
  const open = new Map<string, Tally>();
  for (const visit of engine.waiting(at, scope))
    tallyOf(engine, 'waiting', open, engine.floor.queues.text(visit.queue)).add(engine.openVisit(visit, at));
  return open;
}

function agentsByQueue(engine: Engine, at: number, scope: Scope): Map<string, Tally> {
  const people = new Map<string, Tally>();
  for (const now of engine.agents(at, scope))
    for (const queue of now.queues.keys()) tallyOf(engine, 'agents', people, queue).add(presentAgent(now, queue, at));
  return people;
}

function tallyOf(engine: Engine, subject: 'waiting' | 'agents', by: Map<string, Tally>, queue: string): Tally {
  let tally = by.get(queue);
  if (!tally) by.set(queue, (tally = new Tally(engine.plan(subject))));
  return tally;
}
