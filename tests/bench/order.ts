// The events of a floor in many orders, some of them twice: the numbers have to be the same, bit for bit.
import { answerMetrics } from '#core/answers.ts';
import type { Fact } from '#core/event.ts';
import { queueRows } from '#core/queue-rows.ts';
import { parseScope } from '#core/scope.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { busyFloor } from '../support/busy-floor.ts';
import { applyAll, newEngine, NOON } from '../support/engine.ts';
import { shuffled } from '../support/generated-floor.ts';
import { grouped, type Figure } from './figure.ts';

const ORDERS = 25;
const SCOPES = ['all', 'queue:q3', 'site:s1', 'channel:phone', 'team:t7,queue:q7'];

export function run(): Figure[] {
  const facts = busyFloor(3000);
  const expected = numbersOf(facts);
  let others = 0;
  for (let seed = 1; seed <= ORDERS; seed++) {
    const order = shuffled(facts, drawn(seed));
    const repeated = order.filter((_, i) => i % 7 === seed % 7);
    if (numbersOf([...order, ...shuffled(repeated, drawn(-seed))]) !== expected) others++;
  }
  const what = `${ORDERS} orders of ${grouped(facts.length)} events, a seventh of them twice: orders with other numbers`;
  return [{ name: 'order', what, value: others, unit: '', goal: { atMost: 0 } }];
}

function numbersOf(facts: readonly Fact[]): string {
  const engine = applyAll(newEngine(), facts);
  const metrics = SCOPES.flatMap((text) => {
    const scope = parseScope(text);
    if (!scope.ok) throw new Error(scope.problem.message);
    return (['15m', '24h'] as const).map((window) => answerMetrics(engine, text, scope.value, window, NOON));
  });
  const view = new FloorViewBuilder(engine, 'all', {}).build(NOON, []);
  return JSON.stringify([metrics, view, queueRows(engine, {}, '30m', NOON)]);
}

/** Mulberry32: the same numbers for the same seed. */
function drawn(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}
