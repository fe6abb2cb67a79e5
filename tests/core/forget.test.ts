import { describe, expect, it } from 'vitest';
import { answerAgents } from '#core/answers.ts';
import type { Fact } from '#core/event.ts';
import { applyAll, fact, newEngine, NOON, read, visit } from '../support/engine.ts';

const DAY_MS = 24 * 3_600_000;
const before = (at: number) => ({ seenBefore: at, simulatedSeenBefore: at, openSeenBefore: at });
const heard = (facts: Fact[], seenAt: number, simulated = false) => facts.map((one) => ({ ...one, seenAt, simulated }));

const day = (name: string) => [
  ...visit(`${name}1`, 'care', 0, 30),
  ...visit(`${name}2`, 'care', 10, 50, 'abandoned'),
  fact('assistant.ended', 20, { contact: `c-${name}1`, outcome: 'handed_over' }),
  fact('survey.answered', 60, { survey: name, response: '1', metric: 'nps', score: 9 }),
  fact('survey.answered', 60, { survey: name, response: '2', metric: 'nps', score: 9, contact: `c-${name}2` }),
];

describe('what was heard of too long ago is let go', () => {
  const old = heard(day('old'), NOON - 90 * DAY_MS);
  const kept = heard(day('kept'), NOON);

  it('and nothing else: the numbers are those of what is kept', () => {
    const engine = applyAll(newEngine(), [...old, ...kept]);
    expect(read(engine, 3600).offered.value).toBe(4);
    engine.floor.forget(before(NOON - DAY_MS));
    expect(read(engine, 3600)).toEqual(read(applyAll(newEngine(), kept), 3600));
    expect(read(engine, 25, 'now').waiting.value).toBe(2);
  });

  it('with its memory: the rows are used again', () => {
    const engine = applyAll(newEngine(), old);
    const { contacts, visits, surveys, sessions } = engine.floor;
    engine.floor.forget(before(NOON));
    expect([contacts, visits, surveys, sessions].map(({ table }) => table.used)).toEqual([0, 0, 0, 0]);
    expect([contacts, visits, surveys].map(({ ids }) => ids.size)).toEqual([0, 0, 0]);
    const size = visits.table.size;
    applyAll(engine, kept);
    expect(visits.table.size).toBe(size);
    expect(read(engine, 3600)).toEqual(read(applyAll(newEngine(), kept), 3600));
  });

  it('simulated facts sooner than real ones', () => {
    const engine = applyAll(newEngine(), [
      ...heard(day('demo'), NOON - 3 * DAY_MS, true),
      ...heard(day('real'), NOON - 3 * DAY_MS),
    ]);
    engine.floor.forget({ ...before(NOON - 90 * DAY_MS), simulatedSeenBefore: NOON - 2 * DAY_MS });
    const { ids } = engine.floor.contacts;
    expect([...ids.rows()].map((row) => ids.text(row)).filter((id) => id.startsWith('c-'))).toEqual([
      'c-real1',
      'c-real2',
    ]);
  });

  it('but the state that an agent is still in stays', () => {
    const states = (['available', 'contact', 'break'] as const).map((state, i) =>
      fact('agent.state', i, { agent: 'ann', state }),
    );
    const engine = applyAll(newEngine(), heard(states, NOON - 90 * DAY_MS));
    engine.floor.forget(before(NOON));
    expect(answerAgents(engine, {}, NOON + 3_600_000).map((agent) => agent.state)).toEqual(['break']);
    expect(engine.floor.agents.get('ann').states).toHaveLength(1);
  });

  it('and who still waits stays longer', () => {
    const waits = [fact('contact.queued', 0, { contact: 'c-waits', visit: 'waits', queue: 'care' })];
    const engine = applyAll(newEngine(), heard([...day('over'), ...waits], NOON - 10 * DAY_MS));
    engine.floor.forget({ ...before(NOON + DAY_MS), openSeenBefore: NOON - 90 * DAY_MS });
    expect(read(engine, 3600, 'now').waiting.value).toBe(1);
    expect(read(engine, 3600).answered.value).toBe(0);
    engine.floor.forget(before(NOON));
    expect(read(engine, 3600, 'now').waiting.value).toBe(0);
  });
});
