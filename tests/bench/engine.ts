// Engine alone, in memory, one core: parsed facts of a busy floor applied, then the whole wall computed.
import type { Engine } from '#core/engine.ts';
import { parseEvent, type Fact } from '#core/event.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { newEngine, NOON } from '../support/engine.ts';
import { grouped, median, type Figure } from './figure.ts';

const ROUNDS = 3;
const QUEUES = 12;
const AGENTS = 2000;

/** A busy hour and more, one contact every `everyMs`: session, visit, answer, end, and the agent's states. */
export function busyFloor(contacts: number, everyMs = 125): Fact[] {
  const facts: Fact[] = [];
  let n = 0;
  const add = (type: string, at: number, data: object) => {
    const parsed = parseEvent(
      { specversion: '1.0', id: `b${n++}`, source: 'bench', type, time: new Date(at).toISOString(), data },
      at,
    );
    if (!parsed.ok) throw new Error(parsed.problem.message);
    facts.push(parsed.value);
  };
  for (let i = 0; i < AGENTS; i++) {
    const queues = [`q${i % QUEUES}`, `q${(i + 1) % QUEUES}`];
    add('agent.state', NOON - contacts * everyMs, {
      agent: `a${i}`,
      state: 'available',
      site: `s${i % 2}`,
      team: `t${i % 100}`,
      queues,
    });
  }
  for (let i = 0; i < contacts; i++) {
    const at = NOON - (contacts - i) * everyMs;
    const contact = `c${i}`;
    const agent = `a${(i * 7919) % AGENTS}`;
    const visit = { contact, visit: `${contact}/1` };
    const waitMs = (i * 6151) % 60_000;
    add('contact.started', at, {
      contact,
      channel: i % 3 ? 'phone' : 'messenger',
      direction: 'in',
      handler: 'assistant',
      site: `s${i % 2}`,
    });
    add('assistant.ended', at + 2000, { contact, outcome: i % 5 < 3 ? 'resolved' : 'handed_over' });
    if (i % 5 < 3) continue;
    add('contact.queued', at + 2000, { ...visit, queue: `q${i % QUEUES}` });
    add('contact.answered', at + 2000 + waitMs, { ...visit, agent });
    add('agent.state', at + 2000 + waitMs, { agent, state: 'contact' });
    add('contact.ended', at + 120_000 + waitMs, { ...visit, agent, by: 'customer', resolved: true });
    add('agent.state', at + 120_000 + waitMs, { agent, state: 'available' });
  }
  return facts.sort((a, b) => a.eventAt - b.eventAt);
}

/** Parsed facts applied, and the same as bytes read by JSON.parse, by turns; then the wall of the floor computed. */
export function run(): Figure[] {
  const facts = busyFloor(150_000);
  const bytes = facts.map((fact) => Buffer.from(JSON.stringify(fact)));
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
    parsed.push(perSecond(() => bytes.forEach((one) => void JSON.parse(one.toString('utf8')))));
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
