// One row a queue: its numbers of a window, who waits and who serves.
import { nameIn } from './directory.ts';
import type { Engine } from './engine.ts';
import { HeldLevels } from './held-levels.ts';
import { levelOf, worse } from './level.ts';
import { presentAgent } from './present-agent.ts';
import type { Scope } from './scope.ts';
import { Tally } from './tally.ts';
import type { QueueRow } from './view/floor-view.ts';
import type { Span, WindowName } from './window.ts';

type Row = Omit<QueueRow, 'spark'>;

/** A service level of fewer visits colours no row. */
const JUDGED_FROM = 10;

/**
 * Numbers of each queue that was ever heard of, sorted by id. A level that was worse a moment ago still holds.
 * @param levels what is known of earlier moments
 */
export function queueRows(
  engine: Engine,
  scope: Scope,
  window: WindowName,
  at: number,
  { language = engine.directory.language, levels = new HeldLevels() } = {},
): Row[] {
  if (scope.empty) return [];
  const earlier = new Map<number, Map<string, Row>>();
  const rowThen = (id: string, then: number): Row | undefined => {
    let rows = earlier.get(then);
    if (!rows) {
      rows = new Map(rowsAt(engine, scope, window, then, language).map((row) => [row.id, row]));
      earlier.set(then, rows);
    }
    return rows.get(id);
  };
  return rowsAt(engine, scope, window, at, language).map((row) => {
    const hold = (name: keyof Row['levels']) =>
      levels.hold(`${row.id} ${name}`, row.levels[name], at, (then) => rowThen(row.id, then)?.levels[name] ?? 'none');
    const held = { longest: hold('longest'), serviceLevel: hold('serviceLevel') };
    return { ...row, levels: held, level: row.level === 'none' ? 'none' : worse(held.longest, held.serviceLevel) };
  });
}

function rowsAt(engine: Engine, scope: Scope, window: WindowName, at: number, language: string): Row[] {
  const span = engine.span(window === 'now' ? '15m' : window, at, scope);
  const ended = engine.byQueue('visits', span, scope);
  const open = waitingByQueue(engine, at, scope);
  const people = agentsByQueue(engine, at, scope);
  const rows: Row[] = [];
  for (const [id, number] of knownQueues(engine)) {
    if (scope.queue !== undefined && scope.queue !== id) continue;
    const [visits, waiting, staff] = [ended.get(id), open.get(number), people.get(id)];
    // Who serves a channel may serve others too: that makes their queues none of this one.
    if (!visits && !waiting && !isOfChannel(engine, id, scope)) continue;
    if (visits || waiting || staff || engine.queueEntries.has(id))
      rows.push(rowOf(engine, { id, visits, waiting, staff, span, scope, language }));
  }
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isOfChannel(engine: Engine, queue: string, { channel }: Scope): boolean {
  return channel === undefined || engine.queueChannel(queue) === channel;
}

interface Waiting {
  count: number;
  longestMs: number;
}
interface Staff {
  available: number;
  signedIn: number;
}
interface Parts {
  id: string;
  visits: Tally | undefined;
  waiting: Waiting | undefined;
  staff: Staff | undefined;
  span: Span;
  scope: Scope;
  language: string;
}

function rowOf(engine: Engine, { id, visits, waiting, staff, span, scope, language }: Parts): Row {
  const inQueue = { ...scope, queue: id };
  const tallies = { visits: visits ?? new Tally(engine.plan('visits')) };
  const read = (key: string) => engine.read(key, tallies, inQueue, span);
  const goal = engine.goal('wait.longest', inQueue);
  const longestS = waiting ? waiting.longestMs / 1000 : null;
  const [asa, serviceLevel, offered] = [read('asa'), read('service.level'), read('offered').value ?? 0];
  const longest = levelOf(longestS ?? 0, goal);
  const served = offered < JUDGED_FROM ? 'none' : serviceLevel.state;
  const isUnknown = offered === 0 && !waiting && !staff;
  return {
    id,
    name: nameIn(engine.queueEntries.get(id)?.name ?? id, language),
    channel: engine.queueChannel(id),
    level: isUnknown ? 'none' : worse(longest, served),
    levels: { longest, serviceLevel: served },
    waiting: waiting?.count ?? 0,
    longestS,
    asaS: asa.value,
    serviceLevel: serviceLevel.value,
    abandonRate: read('abandon.rate').value,
    offered,
    answered: read('answered').value ?? 0,
    abandoned: read('abandoned').value ?? 0,
    available: staff?.available ?? 0,
    signedIn: staff?.signedIn ?? 0,
    goalS: goal?.look ?? 0,
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
      const { state } = presentAgent(now, queue, at);
      if (state === 'available') staff.available++;
      if (state !== 'offline') staff.signedIn++;
    }
  }
  return people;
}
