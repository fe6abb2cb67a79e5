// A person's day as spans: midnight, days of 23 and 25 hours, signing out, and what goes on.
import { describe, expect, it } from 'vitest';
import { answerAgentDay, type AgentDay } from '#core/agent-day.ts';
import type { Engine } from '#core/engine.ts';
import { AGENT_STATES, type AgentState } from '#core/vocabulary.ts';
import { applyAll, fact, newEngine, NOON } from '../support/engine.ts';

const HOUR = 3600;
const BERLIN = 'Europe/Berlin';

/** @param seconds after noon, UTC, of 22 November 2026 */
const is = (seconds: number, state: AgentState, more: object = {}) =>
  fact('agent.state', seconds, { agent: 'ann', state, ...more });

function dayOf(engine: Engine, seconds: number, day?: string): AgentDay {
  const answer = answerAgentDay(engine, { agent: 'ann', day, asOf: NOON + seconds * 1000 });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

const clock = (text: string | null): string => (text === null ? '…' : text.slice(5, 16).replace('T', ' '));
const states = ({ states: all }: AgentDay): string[] =>
  all.map(({ state, reason, from, to }) => `${clock(from)} – ${clock(to)} ${state}${reason && ` ${reason}`}`);
const talks = ({ talks: all }: AgentDay): string[] =>
  all.map(({ visit, queue, from, to }) => `${visit} ${queue} ${clock(from)} – ${clock(to)}`);

describe('states of a day', () => {
  it('follow each other, told again is not begun anew, and the last still holds', () => {
    const engine = applyAll(newEngine(), [
      is(0, 'available', { name: 'Ann', site: 'north', team: 'red' }),
      is(600, 'contact'),
      is(660, 'contact'),
      is(1200, 'break', { reason: 'lunch' }),
      is(1800, 'break', { reason: 'training' }),
    ]);
    const day = dayOf(engine, HOUR);
    expect(states(day)).toEqual([
      '11-22 12:00 – 11-22 12:10 available',
      '11-22 12:10 – 11-22 12:20 contact',
      '11-22 12:20 – 11-22 12:30 break lunch',
      '11-22 12:30 – … break training',
    ]);
    expect(day).toMatchObject({ name: 'Ann', site: 'north', team: 'red', day: '2026-11-22', zone: 'UTC' });
  });

  it('know nothing of what came later than asked for', () => {
    const engine = applyAll(newEngine(), [is(0, 'available'), is(600, 'contact'), is(1200, 'break')]);
    expect(states(dayOf(engine, 900))).toEqual(['11-22 12:00 – 11-22 12:10 available', '11-22 12:10 – … contact']);
    expect(states(dayOf(engine, 600)).at(-1)).toBe('11-22 12:00 – … available');
    expect(dayOf(engine, 0).states).toEqual([]);
  });

  it('have a span without work between signing out and in, and nothing before the first word', () => {
    const facts = [is(0, 'available'), is(HOUR, 'offline'), is(3 * HOUR, 'available'), is(4 * HOUR, 'offline')];
    expect(states(dayOf(applyAll(newEngine(), facts), 5 * HOUR))).toEqual([
      '11-22 12:00 – 11-22 13:00 available',
      '11-22 13:00 – 11-22 15:00 offline',
      '11-22 15:00 – 11-22 16:00 available',
      '11-22 16:00 – … offline',
    ]);
  });

  it('are cut at the midnights of the site', () => {
    const directory = { zone: 'UTC', sites: [{ id: 'north', name: 'North', zone: BERLIN }] };
    // 22:30 to 00:30 by the clock in Berlin.
    const facts = [is(9.5 * HOUR, 'contact', { site: 'north' }), is(11.5 * HOUR, 'wrapup')];
    const engine = applyAll(newEngine(directory), facts);
    expect(states(dayOf(engine, 12 * HOUR, '2026-11-22'))).toEqual(['11-22 21:30 – 11-22 23:00 contact']);
    const next = dayOf(engine, 12 * HOUR);
    expect(next).toMatchObject({ day: '2026-11-23', zone: BERLIN, from: '2026-11-22T23:00:00.000Z' });
    expect(states(next)).toEqual(['11-22 23:00 – 11-22 23:30 contact', '11-22 23:30 – … wrapup']);
  });

  it('fill days of 23 and 25 hours, and add up to the time in each state', () => {
    const engine = applyAll(newEngine({ zone: BERLIN }), [is(-300 * 24 * HOUR, 'available')]);
    for (let i = 0; i < 200; i++)
      engine.apply(is(-60 * 24 * HOUR + i * 7 * HOUR, AGENT_STATES[i % AGENT_STATES.length]));
    const agent = engine.floor.agents.get('ann');
    for (const [date, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
      ['2026-11-01', 24],
    ] as const) {
      const day = dayOf(engine, 0, date);
      const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
      expect((to - from) / 3_600_000).toBe(hours);
      const inState = AGENT_STATES.map((state) =>
        day.states
          .filter((one) => one.state === state)
          .reduce((sum, one) => sum + Date.parse(one.to ?? day.asOf) - Date.parse(one.from), 0),
      );
      expect(inState).toEqual(agent.timeIn(from, to));
      expect(inState.reduce((sum, ms) => sum + ms)).toBe(hours * 3_600_000);
    }
  });
});

describe('talks of a day', () => {
  const visit = { contact: 'c1', visit: 'v1' };

  it('are the agent’s own, from answer to end, and go on until they are told to be over', () => {
    const other = { contact: 'c2', visit: 'v2' };
    const engine = applyAll(newEngine(), [
      is(0, 'available'),
      fact('contact.queued', 0, { ...visit, queue: 'care', channel: 'phone' }),
      fact('contact.answered', 60, { ...visit, agent: 'ann' }),
      fact('contact.ended', 360, { contact: 'c1', by: 'customer' }),
      fact('contact.queued', 0, { ...other, queue: 'care' }),
      fact('contact.answered', 90, { ...other, agent: 'bob' }),
      fact('contact.queued', 400, { contact: 'c3', visit: 'v3', queue: 'sales' }),
      fact('contact.answered', 420, { contact: 'c3', visit: 'v3', agent: 'ann' }),
    ]);
    expect(talks(dayOf(engine, HOUR))).toEqual(['v1 care 11-22 12:01 – 11-22 12:06', 'v3 sales 11-22 12:07 – …']);
    expect(talks(dayOf(engine, 120))).toEqual(['v1 care 11-22 12:01 – …']);
    expect(dayOf(engine, HOUR).talks[0].channel).toBe('phone');
  });

  it('that lie over midnight are of both days, whole', () => {
    const engine = applyAll(newEngine(), [
      is(0, 'available'),
      fact('contact.queued', 11 * HOUR, { ...visit, queue: 'care' }),
      fact('contact.answered', 11.5 * HOUR, { ...visit, agent: 'ann' }),
      fact('contact.ended', 12.5 * HOUR, { contact: 'c1', by: 'customer' }),
    ]);
    for (const day of ['2026-11-22', '2026-11-23'])
      expect(talks(dayOf(engine, 13 * HOUR, day))).toEqual(['v1 care 11-22 23:30 – 11-23 00:30']);
    expect(talks(dayOf(engine, 13 * HOUR, '2026-11-24'))).toEqual([]);
  });
});

it('says so when nobody ever told of the agent, or there is no such day', () => {
  const engine = applyAll(newEngine(), [is(0, 'available')]);
  expect(answerAgentDay(engine, { agent: 'bob', day: undefined, asOf: NOON })).toMatchObject({
    problem: { code: 'unknown_agent' },
  });
  for (const day of ['2026-02-29', '22.11.2026', '2026-11-22T00:00', ''])
    expect(answerAgentDay(engine, { agent: 'ann', day, asOf: NOON })).toMatchObject({ problem: { code: 'bad_day' } });
});
