// Ninety days on the shelf: any line over all of them, and the whole floor at any moment of them. One day is as full as
// they come: five million events.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { answerMetrics } from '#core/answers.ts';
import type { Engine } from '#core/engine.ts';
import type { EventData, EventType, Fact } from '#core/event.ts';
import { DAY_MS } from '#core/floor/utc-day.ts';
import { parseScope } from '#core/scope.ts';
import { answerSeries } from '#core/series.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { Archive } from '../../server/history/archive.ts';
import { newEngine } from '../support/engine.ts';
import { grouped, median, quantile, type Figure } from './figure.ts';

const DAYS = 90;
const HOT_DAYS = 9;
const QUEUES = 50;
const AGENTS = 2000;
const CONTACTS = 20_000;
const FULL_DAY = 40;
const FULL_DAY_CONTACTS = 1_150_000;
const START = Date.UTC(2026, 7, 1);
export const LAST_AT = START + (DAYS + HOT_DAYS) * DAY_MS;

/** A day's facts in order of time: a contact, most with an assistant, some with a visit, its agent's states, a score. */
function* factsOf(day: number, contacts: number, agents: number): Generator<Fact> {
  const startAt = START + day * DAY_MS;
  const later: Fact[] = [];
  for (let i = 0; i < agents; i++)
    yield fact('agent.state', startAt + i, {
      agent: `a${i}`,
      state: 'available',
      site: `s${i % 2}`,
      team: `t${i % 100}`,
      queues: [`q${i % QUEUES}`, `q${(i + 1) % QUEUES}`],
    });
  for (let i = 0; i < contacts; i++) {
    const at = startAt + 3000 + Math.floor((i * (DAY_MS - 600_000)) / contacts);
    while (later.length > 0 && later[later.length - 1].eventAt <= at) yield later.pop() as Fact;
    const contact = `${day}/${i}`;
    const agent = `a${(i * 7919) % agents}`;
    const queue = `q${(2 * Math.floor(i / 5) + (i % 5 === 4 ? 1 : 0)) % QUEUES}`;
    const visit = { contact, visit: `${contact}/1` };
    const waitMs = (i * 6151) % 60_000;
    yield fact('contact.started', at, {
      contact,
      channel: i % 3 ? 'phone' : 'messenger',
      direction: 'in',
      handler: 'assistant',
      site: `s${i % 2}`,
      customer: `n${(i * 13) % 400_000}`,
    });
    yield fact('assistant.ended', at + 2000, { contact, outcome: i % 5 < 3 ? 'resolved' : 'handed_over', rev: 0 });
    if (i % 5 < 3) continue;
    yield fact('contact.queued', at + 2000, { ...visit, queue });
    keep(later, fact('contact.answered', at + 2000 + waitMs, { ...visit, agent }));
    keep(later, fact('agent.state', at + 2000 + waitMs, { agent, state: 'contact' }));
    keep(later, fact('contact.ended', at + 120_000 + waitMs, { ...visit, agent, by: 'customer', resolved: true }));
    keep(later, fact('agent.state', at + 120_000 + waitMs, { agent, state: 'available' }));
  }
  while (later.length > 0) yield later.pop() as Fact;
}

/** Latest first. */
function keep(later: Fact[], one: Fact): void {
  let [low, high] = [0, later.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (later[middle].eventAt > one.eventAt) low = middle + 1;
    else high = middle;
  }
  later.splice(low, 0, one);
}

let count = 0;
function fact<T extends EventType>(type: T, at: number, data: EventData<T>): Fact {
  const id = String(count++);
  return {
    id,
    source: 'bench',
    type,
    eventAt: at,
    seenAt: at,
    sequence: '',
    simulated: false,
    data,
  } as unknown as Fact;
}

interface HistoryFigures {
  events: number;
  /** the fullest day put on the shelf, seconds */
  fullDaySealS: number;
  /** megabytes of days and roll-ups per million events */
  diskMbPerMillion: { days: number; rollUps: number };
  /** ms by what was asked, the first from a closed file */
  series: Record<string, number[]>;
  /** a line of each queue, ms for all of them */
  everyQueueMs: number;
  /** ms by the day, the first from a closed file */
  board: Record<string, number[]>;
  /** the fullest day's file read and checked as a whole, ms */
  fileMs: number;
}

export function run(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  try {
    const of = figuresIn(folder);
    const floor = `${DAYS} days of ${grouped(of.events)} events, ${QUEUES} queues`;
    const asked = (name: string, goal: number, all: Record<string, number[]>, what: string): Figure[] => {
      const [worstOf, worst] = Object.entries(all).toSorted(([, a], [, b]) => Math.max(...b) - Math.max(...a))[0];
      const warm = Object.values(all).flatMap(([, ...then]) => then);
      return [
        {
          name: `${name}.worst`,
          what: `${floor}: ${what}, the slowest of all, the first time from a closed file (${worstOf})`,
          value: Math.max(...worst),
          unit: 'ms',
          goal: { atMost: goal },
        },
        {
          name: `${name}.p95`,
          what: 'the same, asked again, p95',
          value: quantile(warm, 0.95),
          unit: 'ms',
          goal: { atMost: goal },
        },
      ];
    };
    return [
      ...asked('history.series', 100, of.series, 'a line over all of them'),
      ...asked('history.moment', 300, of.board, 'the wall and all metrics at a moment').map((figure, i) =>
        i > 0 ? figure : { ...figure, beside: { what: 'that file read and checked', value: of.fileMs } },
      ),
      {
        name: 'history.all-queues',
        what: `offered by the day of all ${QUEUES} queues, together`,
        value: of.everyQueueMs,
        unit: 'ms',
      },
      {
        name: 'history.seal',
        what: 'a day of five million events put on the shelf',
        value: of.fullDaySealS,
        unit: 's',
      },
      {
        name: 'history.days',
        what: 'days on the shelf, a million events',
        value: of.diskMbPerMillion.days,
        unit: 'MB',
      },
      { name: 'history.roll-ups', what: 'roll-ups, a million events', value: of.diskMbPerMillion.rollUps, unit: 'MB' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Kept {
  engine: Engine;
  archive: Archive;
  /** of the fullest day */
  fullDaySealS: number;
}

/** Days on the shelf and in memory. @param contactsOf of a day by its number */
export function keepDays(folder: string, contactsOf: (day: number) => number, agents: number): Kept {
  const engine = newEngine();
  const hotDays = HOT_DAYS;
  const archive = new Archive({ folder, engine, hotDays, simulatedRetentionHours: 48, oldestAt: () => START });
  let fullDaySealS = 0;
  for (let day = 0; day < DAYS + HOT_DAYS; day++) {
    const startedAt = performance.now();
    archive.settle(START + day * DAY_MS, count);
    if (day - HOT_DAYS === FULL_DAY + 1) fullDaySealS = (performance.now() - startedAt) / 1000;
    rollUp(archive, START + day * DAY_MS);
    for (const one of factsOf(day, contactsOf(day), agents)) engine.apply(one);
  }
  archive.settle(START + (DAYS + HOT_DAYS) * DAY_MS, count);
  rollUp(archive, START + (DAYS + HOT_DAYS) * DAY_MS);
  archive.shelf.tidy();
  return { engine, archive, fullDaySealS };
}

function figuresIn(folder: string): HistoryFigures {
  const contactsOf = (day: number): number => (day === FULL_DAY ? FULL_DAY_CONTACTS : CONTACTS);
  const { engine, archive, fullDaySealS } = keepDays(folder, contactsOf, AGENTS);
  const daysMb = megabytes(join(folder, 'days'), '');
  const rollUpsMb = megabytes(folder, 'history.db');
  const shelved = (count * DAYS) / (DAYS + HOT_DAYS);
  // The last nine days of the line are the engine's, all before are on the shelf.
  const toAt = LAST_AT;
  const lines = (metric: string, scope: string, stepS: number) => () =>
    series(engine.asOf(toAt), metric, scope, toAt, stepS);
  const result: HistoryFigures = {
    events: count,
    fullDaySealS,
    diskMbPerMillion: { days: (1e6 * daysMb) / shelved, rollUps: (1e6 * rollUpsMb) / shelved },
    series: {
      'asa of a queue by the day': timed(5, lines('asa', 'queue:q7', 86_400)),
      'asa of a queue by the hour': timed(5, lines('asa', 'queue:q8', 3600)),
      'service level of all by the hour': timed(5, lines('service.level', 'all', 3600)),
      'p90 of the wait of a queue by the day': timed(5, lines('wait.p90', 'queue:q9', 86_400)),
      'deflection of a site by the hour': timed(5, lines('assistant.deflection', 'site:s1', 3600)),
      'fcr by the day': timed(5, lines('fcr', 'all', 86_400)),
    },
    everyQueueMs: timed(1, () => {
      for (let q = 0; q < QUEUES; q++) series(engine.asOf(toAt), 'offered', `queue:q${q}`, toAt, 86_400);
    })[0],
    board: {
      'an ordinary day': boards(engine, 20),
      'the fullest day': boards(engine, FULL_DAY),
    },
    fileMs: median(timed(3, () => crc32(readFileSync(largestIn(join(folder, 'days')))))),
  };
  archive.close();
  return result;
}

/** All days that are over, in slices as the historian does it. */
function rollUp(archive: Archive, at: number): void {
  for (let slices = 1; slices > 0;) {
    slices = 0;
    for (const slice of archive.rollUpOne(at)) {
      void slice;
      slices++;
    }
  }
}

/** The wall and the answer of the API at moments of a day, ms. */
function boards(engine: Engine, day: number): number[] {
  let n = 0;
  return timed(9, () => {
    const at = START + day * DAY_MS + 3_600_000 * (2 + 2 * n++);
    const asked = engine.asOf(at);
    new FloorViewBuilder(asked, 'all', {}).build(at, []);
    answerMetrics(asked, 'all', {}, '15m', at);
  });
}

function timed(times: number, act: () => void): number[] {
  return Array.from({ length: times }, () => {
    const startedAt = performance.now();
    act();
    return performance.now() - startedAt;
  });
}

export function series(
  engine: Engine,
  metric: string,
  scopeText: string,
  toAt: number,
  stepS: number,
  days = DAYS,
): void {
  const scope = parseScope(scopeText);
  if (!scope.ok) throw new Error(scope.problem.message);
  const work = answerSeries(engine, { metric, scope: scope.value, fromAt: toAt - days * DAY_MS, toAt, stepS });
  for (;;) {
    const step = work.next();
    if (!step.done) continue;
    if (!step.value.ok) throw new Error(step.value.problem.message);
    if (step.value.value.values.every((value) => value === null)) throw new Error(`${metric} of ${scopeText} is empty`);
    return;
  }
}

function largestIn(folder: string): string {
  const sizeOf = (name: string): number => statSync(join(folder, name)).size;
  const [largest] = readdirSync(folder).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return join(folder, largest);
}

function megabytes(folder: string, start: string): number {
  const files = readdirSync(folder).filter((name) => name.startsWith(start));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 1e6;
}
