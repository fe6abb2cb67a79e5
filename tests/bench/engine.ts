// Engine alone, in memory, one core: parsed facts of a busy floor applied, then the whole wall computed.
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { AGENTS, busyFloor } from '../support/busy-floor.ts';
import { newEngine, NOON } from '../support/engine.ts';
import { grouped, median, type Figure } from './figure.ts';

const ROUNDS = 3;

/** Parsed facts applied, and the same as bytes read by JSON.parse, by turns; then the wall of the floor computed. */
export function run(): Figure[] {
  const facts = busyFloor(150_000);
  const { bytes, ends } = inOnePiece(facts);
  const perSecond = (work: () => void): number => {
    const startedAt = performance.now();
    work();
    return facts.length / ((performance.now() - startedAt) / 1000);
  };
  let engine = newEngine();
  const [applied, parsed]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    engine = newEngine();
    applied.push(perSecond(() => facts.forEach((fact) => engine.apply(fact))));
    parsed.push(
      perSecond(() => ends.forEach((end, i) => void JSON.parse(bytes.toString('utf8', ends[i - 1] ?? 0, end)))),
    );
  }
  const { firstMs, thenMs } = views(engine, facts[facts.length - 1]);
  const floor = `${grouped(facts.length)} events and ${grouped(AGENTS)} agents in memory`;
  return [
    {
      name: 'engine.events',
      what: 'engine, in memory, one core',
      value: median(applied),
      unit: 'events/s',
      goal: { atLeast: 300_000 },
      beside: { what: 'JSON.parse of the same', value: median(parsed) },
    },
    { name: 'engine.first-view', what: `a wall computed for the first time, ${floor}`, value: firstMs, unit: 'ms' },
    { name: 'engine.view', what: 'the same again after another event', value: thenMs, unit: 'ms' },
  ];
}

/** Hundreds of thousands of small buffers would be the collector's work. */
function inOnePiece(facts: readonly Fact[]): { bytes: Buffer; ends: number[] } {
  let end = 0;
  const texts = facts.map((fact) => JSON.stringify(fact));
  const ends = texts.map((text) => (end += Buffer.byteLength(text)));
  return { bytes: Buffer.from(texts.join('')), ends };
}

function views(engine: Engine, last: Fact): { firstMs: number; thenMs: number } {
  const builder = new FloorViewBuilder(engine, 'all', {});
  const build = (at: number): number => {
    const startedAt = performance.now();
    builder.build(at, []);
    return performance.now() - startedAt;
  };
  const firstMs = build(NOON);
  const then = Array.from({ length: 100 }, (_, i) => {
    engine.apply({ ...last, id: `x${i}`, eventAt: NOON + i * 100 + 99 });
    return build(NOON + (i + 1) * 100);
  });
  return { firstMs, thenMs: median(then) };
}
