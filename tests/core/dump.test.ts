import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerAgents } from '#core/answers.ts';
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import type { FloorDump, KeptDump } from '#core/floor/dump.ts';
import { readMetrics } from '#core/readings.ts';
import { parseScope } from '#core/scope.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { factsOf, generatedFloor, shuffled } from '../support/generated-floor.ts';
import { applyAll, fact, newEngine, NOON, visit } from '../support/engine.ts';

const HOUR_MS = 3_600_000;
const SCOPES = ['all', 'queue:sales', 'queue:__proto__', 'site:north', 'team:red', 'channel:phone'].map((text) => {
  const scope = parseScope(text);
  if (!scope.ok) throw new Error(scope.problem.message);
  return scope.value;
});

/** Everything that is asked of an engine, as of a few instants. */
function said(engine: Engine): unknown {
  const instants = [NOON - 2 * HOUR_MS, NOON - 123_456, NOON + HOUR_MS];
  return instants.map((at) => ({
    metrics: SCOPES.map((scope) => readMetrics(engine, scope, { fromAt: at - 2 * HOUR_MS, toAt: at })),
    agents: answerAgents(engine, {}, at),
    view: new FloorViewBuilder(engine, 'all', {}).build(at, []),
    sources: [...engine.floor.sources.values()].map((source) => ({ ...source, statuses: source.statuses.before(at) })),
    endings: [...engine.floor.visits.endings],
  }));
}

function restored(engine: Engine, take: (dump: FloorDump) => KeptDump): Engine {
  const copy = newEngine();
  copy.restore(take(engine.floor.dump()));
  return copy;
}

/** Each column is there only when it is asked for. */
function later(dump: FloorDump): KeptDump {
  const { columns, notes } = structuredClone(dump);
  const kept = Object.entries(columns).map(([name, column]) => [name, { length: column.length, read: () => column }]);
  return { columns: Object.fromEntries(kept) as KeptDump['columns'], notes };
}

const told: Fact[] = [
  ...visit('early', 'care', 0, 30),
  fact('contact.queued', 40, { contact: 'lost', visit: 'lost/1', queue: 'care' }),
  fact('source.status', 50, { state: 'gap', detail: 'нет связи' }),
  fact('snapshot', 60, {
    scope: 'all',
    asof: new Date(NOON + 60_000).toISOString(),
    complete: true,
    waiting: [],
    agents: [{ agent: 'ann', state: 'available', name: 'Анна' }],
  }),
];

describe('a floor that was written down and read again', () => {
  it.each([
    ['at once', structuredClone<FloorDump>],
    ['as it is asked for', later],
  ])('says the same as the one that was not, read %s, then and after more facts', (_, take) => {
    fc.assert(
      fc.property(generatedFloor, fc.infiniteStream(fc.nat()), fc.nat({ max: 100 }), (floor, order, share) => {
        const facts = shuffled([...factsOf(floor), ...told], () => order.next().value as number);
        const upTo = Math.floor((facts.length * share) / 100);
        const kept = applyAll(newEngine(), facts.slice(0, upTo));
        const copy = restored(kept, take);
        expect(said(copy)).toEqual(said(kept));
        for (const engine of [kept, copy]) applyAll(engine, facts.slice(upTo));
        expect(said(copy)).toEqual(said(kept));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['at once', structuredClone<FloorDump>],
    ['as it is asked for', later],
  ])('lets go of the same, read %s', (_, take) => {
    const kept = applyAll(newEngine(), told);
    const copy = restored(kept, take);
    for (const engine of [kept, copy])
      engine.floor.forget({ seenBefore: Infinity, simulatedSeenBefore: Infinity, openSeenBefore: Infinity });
    expect(said(copy)).toEqual(said(kept));
    expect(copy.floor.contacts.table.used).toBe(0);
    expect(copy.floor.contacts.ids.size).toBe(0);
  });

  it('is not half restored in silence: what is missing is named', () => {
    const dump = applyAll(newEngine(), told).floor.dump();
    delete dump.columns['visits.table.queuedAt'];
    expect(() => newEngine().restore(dump)).toThrow('the dump has no column visits.table.queuedAt');
  });
});
