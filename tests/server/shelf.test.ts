// Days that were put on the shelf: an engine that let them go says, with the shelf, what one that keeps all says.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerAgentDay } from '#core/agent-day.ts';
import { answerAgents, answerMetrics } from '#core/answers.ts';
import { answerBehind, KINDS, type Kind } from '#core/behind.ts';
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { queueRows } from '#core/queue-rows.ts';
import { readMetrics } from '#core/readings.ts';
import { parseScope } from '#core/scope.ts';
import { answerSeries } from '#core/series.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { Archive } from '../../server/history/archive.ts';
import { DamagedDay } from '../../server/history/shelf.ts';
import { damageColumn } from '../support/damaged-column.ts';
import { applyAll, newEngine, NOON, visit } from '../support/engine.ts';
import { factsOf, generatedFloor, shuffled, type GeneratedFloor } from '../support/generated-floor.ts';
import { whenOver } from '../support/when-over.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIDNIGHT = NOON - 12 * HOUR_MS;
/** The made-up hours end at 01:30 of each day: they lie around midnight. */
const MOVED_MS = -10.5 * HOUR_MS;
/** Days on which something happens; at the beginning of the last three what is over goes to the shelf. */
const DAYS = [-12, -11, -10, -2, -1, 0];
const SCOPES = ['all', 'queue:sales', 'queue:__proto__', 'site:north', 'team:red', 'channel:phone'];

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'tablo-shelf-'));

function archiveFor(engine: Engine, folder = newFolder()): Archive {
  const archive = new Archive({ folder, engine, hotDays: 9, simulatedRetentionHours: 48, oldestAt: () => 0 });
  whenOver(() => {
    archive.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return archive;
}

/** All that is over is rolled up. */
function rollUp(archive: Archive, at: number): void {
  for (let slices = 1; slices > 0;) {
    slices = 0;
    for (const slice of archive.rollUpOne(at)) {
      void slice;
      slices++;
    }
  }
}

/** The same facts on another day, of other contacts and the same people; heard when they happened, or later. */
function onDay(facts: readonly Fact[], day: number, seenOn = day): Fact[] {
  const move = (text: string) => new Date(Date.parse(text) + MOVED_MS + day * DAY_MS).toISOString();
  const moved = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return move(value);
    return ['contact', 'visit', 'sale', 'response', 'callback', 'stream'].includes(key)
      ? `${day} ${seenOn}/${value}`
      : value;
  };
  return facts.map((one) => {
    const eventAt = one.eventAt + MOVED_MS + day * DAY_MS;
    const data = JSON.parse(JSON.stringify(one.data), moved) as unknown;
    return { ...one, id: `${day} ${one.id}`, eventAt, seenAt: eventAt + (seenOn - day) * DAY_MS, data } as Fact;
  });
}

const isOfContact = ({ data }: Fact): boolean => 'contact' in (data as object);

const nameless = (floor: GeneratedFloor): GeneratedFloor => ({
  ...floor,
  contacts: floor.contacts.map((contact) => ({ ...contact, customer: null })),
});

const scopeOf = (text: string) => {
  const scope = parseScope(text);
  if (!scope.ok) throw new Error(scope.problem.message);
  return scope.value;
};

/** Everything that can be asked, as of an instant. */
function said(engine: Engine, at: number): unknown {
  const spans = [HOUR_MS, 26 * HOUR_MS, 90 * HOUR_MS].map((ms) => ({ fromAt: at - ms - 12_345, toAt: at }));
  const page = (kind: Kind) => answerBehind(engine, { scope: {}, span: spans[1], kind, limit: 1000 });
  return {
    metrics: SCOPES.map((scope) => spans.map((span) => readMetrics(engine, scopeOf(scope), span))),
    today: answerMetrics(engine, 'all', {}, 'today', at),
    rows: queueRows(engine, {}, '7d', at),
    agents: answerAgents(engine, {}, at),
    days: aPerson(engine, at),
    behind: (Object.keys(KINDS) as Kind[]).map((kind) => page(kind)),
    view: new FloorViewBuilder(engine, 'all', {}).build(at, []),
  };
}

/** The day of somebody, and that before it. */
function aPerson(engine: Engine, at: number): unknown {
  const dates = [at, at - DAY_MS].map((one) => new Date(one).toISOString().slice(0, 10));
  const [somebody] = answerAgents(engine, {}, at);
  return dates.map((day) => somebody && answerAgentDay(engine, { agent: somebody.id, day, asOf: at }));
}

/** A line over all the days, as the past is asked for lines. */
function line(engine: Engine, metric: string, scope: string): unknown {
  const request = { metric, scope: scopeOf(scope), fromAt: MIDNIGHT - 13 * DAY_MS, toAt: MIDNIGHT + DAY_MS };
  const work = answerSeries(engine, { ...request, stepS: 5 * 3600 });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe('days on the shelf', () => {
  it('are told as if the engine had kept them, from roll-ups and without, to the last digit', () => {
    fc.assert(
      fc.property(
        generatedFloor,
        generatedFloor,
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (...[one, other, hasRollUps, order]) => {
          const kept = newEngine();
          const live = newEngine();
          const archive = archiveFor(live);
          for (const day of DAYS) {
            archive.settle(MIDNIGHT + day * DAY_MS, day + 100);
            if (hasRollUps) rollUp(archive, MIDNIGHT + day * DAY_MS);
            const facts = onDay(factsOf(day % 2 === 0 ? one : other), day);
            // What is told of a day after it was put on the shelf; of nobody that anybody knows: see docs/decisions/0007.
            const late = factsOf(nameless(other)).filter(isOfContact);
            if (day === 0) facts.push(...onDay(late, -11, 0), ...onDay(late, -1, 0));
            for (const [i, fact] of shuffled(facts, () => order.next().value as number).entries()) {
              // Somebody looks at days on the shelf while more is told of them.
              if (day === 0 && i % 40 === 0) live.asOf(MIDNIGHT - (i % 80 === 0 ? 11 : 10) * DAY_MS + HOUR_MS);
              kept.apply(fact);
              live.apply(fact);
            }
          }
          for (const day of [-11, -10, 0])
            for (const ms of [-30_000, 5432, 2 * HOUR_MS]) {
              const at = MIDNIGHT + day * DAY_MS + ms;
              expect(said(live.asOf(at), at)).toEqual(said(kept, at));
            }
          const at = MIDNIGHT + DAY_MS;
          for (const metric of ['asa', 'offered', 'occupancy', 'waiting', 'nps', 'wait.p90', 'assistant.recontact'])
            for (const scope of ['all', 'queue:sales'])
              expect(line(live.asOf(at), metric, scope)).toEqual(line(kept, metric, scope));
          expect(archive.shelf.days.size).toBeGreaterThan(1);
        },
      ),
      { numRuns: 4, interruptAfterTimeLimit: 60_000 },
    );
  });

  it('that are damaged tell who needs what is damaged, and answer everybody else', () => {
    const at = NOON - 12 * DAY_MS + 300_000;
    const facts = [...visit('a', 'care', -12 * 86_400, 30 - 12 * 86_400)].map((one) => ({
      ...one,
      seenAt: one.eventAt,
    }));
    const kept = applyAll(newEngine(), facts);
    const live = applyAll(newEngine(), facts);
    const folder = newFolder();
    const archive = archiveFor(live, folder);
    archive.settle(MIDNIGHT, 1);
    expect(live.floor.contacts.table.used).toBe(0);
    const [file] = readdirSync(join(folder, 'days'));
    damageColumn(join(folder, 'days', file), 'visits.ids.bytes');
    const span = { fromAt: at - HOUR_MS, toAt: at };
    const asked = live.asOf(at);
    expect(readMetrics(asked, {}, span)).toEqual(readMetrics(kept, {}, span));
    expect(new FloorViewBuilder(asked, 'all', {}).build(at, [])).toEqual(
      new FloorViewBuilder(kept, 'all', {}).build(at, []),
    );
    const whose = () => answerBehind(live.asOf(at), { scope: {}, span, kind: 'visits', limit: 10 });
    expect(whose).toThrow(DamagedDay);
    expect(whose).toThrow(/-10\.1\.floor is damaged at visits\.ids\.bytes$/);
  });
});
