// A few hours of a floor that fast-check makes up: everything that events can tell, in every way it ends or doesn't.
import fc from 'fast-check';
import type { EventData, EventType, Fact } from '#core/event.ts';
import { fact, visit } from './engine.ts';

const HOUR_S = 3600;
export const QUEUES = ['sales', 'tariffs', '__proto__'];
export const SITES = ['north', 'south'];
export const TEAMS = ['red', 'blue'];
const CHANNELS = ['phone', 'appchat'] as const;
const REASONS = ['abandoned', 'timeout', 'callback', 'overflowed', 'unknown'] as const;
const OUTCOMES = ['resolved', 'handed_over', 'left', 'open'] as const;
const STATES = ['available', 'contact', 'break', 'wrapup', 'missed', 'ringing', 'offline', 'unknown'] as const;
const SALES = ['won', 'lost', 'open', 'reversed'] as const;
const CALLS = ['asked', 'due', 'done', 'cancelled'] as const;

const instant = fc.integer({ min: -3 * HOUR_S, max: 0 });
const wait = fc.integer({ min: 0, max: 600 });
const queue = fc.constantFrom(...QUEUES);
const small = fc.nat({ max: 9 });
const list = <T>(thing: fc.Arbitrary<T>, maxLength: number) => fc.array(thing, { maxLength });

export const generatedFloor = fc.record({
  visits: list(
    fc.record({ queue, from: instant, wait, reason: fc.option(fc.constantFrom(...REASONS)), open: fc.boolean() }),
    40,
  ),
  contacts: list(
    fc.record({
      start: instant,
      customer: fc.option(fc.constantFrom('ada', 'bob', 'eve')),
      site: fc.option(fc.constantFrom(...SITES)),
      channel: fc.constantFrom(...CHANNELS),
      queue,
      wait,
      talk: wait,
      wrap: fc.option(wait),
      /** who answered hands over so long after the answer; no end names the visit then */
      transfer: fc.option(wait),
      agent: small,
      resolved: fc.option(fc.boolean()),
      line: fc.constantFrom(1 as const, 2 as const),
      session: fc.option(fc.tuple(fc.constantFrom(...OUTCOMES), fc.boolean())),
      scores: list(
        fc.tuple(fc.constantFrom('nps' as const, 'csat' as const), fc.integer({ min: 1, max: 5 }), small),
        2,
      ),
      sales: list(fc.tuple(fc.constantFrom(...SALES), wait, fc.option(fc.nat({ max: 1e6 }))), 2),
    }),
    20,
  ),
  states: list(
    fc.record({ at: instant, agent: small, state: fc.constantFrom(...STATES), used: fc.nat({ max: 3 }) }),
    40,
  ),
  members: list(fc.record({ at: instant, agent: small, queue, on: fc.boolean(), paused: fc.boolean() }), 10),
  samples: list(
    fc.record({ at: instant, n: fc.nat({ max: 1 }), viewers: fc.nat({ max: 5000 }), live: fc.boolean() }),
    10,
  ),
  calls: list(fc.record({ at: instant, n: small, state: fc.constantFrom(...CALLS), dueIn: fc.option(wait) }), 15),
});
export type GeneratedFloor = typeof generatedFloor extends fc.Arbitrary<infer F> ? F : never;

export function factsOf({ visits, contacts, states, members, samples, calls }: GeneratedFloor): Fact[] {
  return [
    ...visits.flatMap(({ queue, from, wait, reason, open }, i) =>
      visit(`v${i}`, queue, from, from + wait, reason ?? undefined).slice(0, open ? 1 : 2),
    ),
    ...contacts.flatMap(contactFacts),
    // Who was never told to be of a team is of the first that is told: so all are introduced before anything happens.
    ...[
      ...Array.from({ length: 10 }, (_, agent) => ({ at: -4 * HOUR_S, agent, state: 'offline' as const, used: 0 })),
      ...states,
    ].map(({ at, agent, state, used }, i) =>
      inTurn(i, 'agent.state', at, {
        agent: `a${agent}`,
        state,
        reason: state === 'break' ? 'lunch' : undefined,
        site: SITES[agent % 2],
        team: TEAMS[agent % 2],
        queues: agent === 9 ? [] : [QUEUES[agent % 3]],
        ...(agent > 5 && { slots: { used, total: 3 } }),
      }),
    ),
    ...members.map(({ at, agent, queue, on, paused }, i) =>
      inTurn(1000 + i, 'agent.member', at, { agent: `a${agent}`, queue, on, paused }),
    ),
    // Counts of a stream only grow: samples in order of time.
    ...[...samples]
      .sort((a, b) => a.at - b.at)
      .map(({ at, n, viewers, live }, i) =>
        inTurn(i, 'stream.sample', at, {
          stream: `s${n}`,
          platform: 'vk',
          agent: 'a1',
          live,
          viewers,
          messages: 20 * i,
          questions: 7 * i,
          answered: 5 * i,
        }),
      ),
    ...calls.map(({ at, n, state, dueIn }, i) =>
      inTurn(i, 'callback.changed', at, {
        callback: `cb${n}`,
        queue: QUEUES[n % 3],
        state,
        ...(dueIn !== null && { due: new Date(Date.UTC(2026, 10, 22, 12) + (at + dueIn) * 1000).toISOString() }),
      }),
    ),
  ];
}

/** Two words of one instant contradict each other unless their source numbers them. */
const inTurn = <T extends EventType>(i: number, type: T, at: number, data: EventData<T>): Fact =>
  fact(type, at, data, { sequence: String(i).padStart(6, '0') });

function contactFacts(made: GeneratedFloor['contacts'][number], i: number): Fact[] {
  const { start, customer, site, channel, queue, wait, talk, wrap, transfer, resolved, line, session, scores, sales } =
    made;
  const [contact, visitId, agent] = [`k${i}`, `k${i}/v`, `a${made.agent}`];
  const answeredAt = start + 30 + wait;
  const endedAt = answeredAt + talk;
  return [
    fact('contact.started', start, {
      contact,
      channel,
      direction: made.start % 3 === 0 ? 'out' : 'in',
      handler: session ? 'assistant' : 'human',
      ...(customer !== null && { customer }),
      ...(site !== null && { site }),
    }),
    ...(session
      ? [fact('assistant.ended', start + 20, { contact, outcome: session[0], direct_request: session[1] })]
      : []),
    fact('contact.queued', start + 30, { contact, visit: visitId, queue, channel }),
    fact('contact.answered', answeredAt, { contact, visit: visitId, agent }),
    ...(transfer === null
      ? []
      : [fact('contact.ended', answeredAt + Math.min(transfer, talk), { contact, agent, by: 'transfer' })]),
    fact('contact.ended', endedAt, {
      contact,
      ...(transfer === null && { visit: visitId, agent }),
      by: 'customer',
      line,
      ...(resolved !== null && { resolved }),
    }),
    ...(wrap === null ? [] : [fact('contact.wrapped', endedAt + wrap, { contact, agent })]),
    ...scores.map(([metric, score, late], rev) =>
      fact('survey.answered', endedAt + 60 * late, { survey: metric, response: `k${i}`, rev, metric, score, contact }),
    ),
    ...sales.map(([outcome, late, amount], rev) =>
      fact('sale.recorded', endedAt + late, {
        sale: `k${i}/sale`,
        rev,
        outcome,
        contact,
        agent,
        queue,
        ...(amount !== null && { amount, currency: 'RUB' }),
      }),
    ),
  ];
}

/** The same things in an order that the numbers decide. */
export function shuffled<T>(things: readonly T[], next: () => number): T[] {
  return things
    .map((one) => ({ one, by: next() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}
