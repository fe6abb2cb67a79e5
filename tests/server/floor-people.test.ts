// The people of the simulated floor: what is said of their states agrees with the contacts they have in hand.
import { beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import type { AgentState } from '#core/vocabulary.ts';
import { createRoster } from '../../server/simulation/roster.ts';
import { simulate } from '../support/simulated-floor.ts';

interface Hands {
  state: AgentState;
  total: number;
  talking: Set<string>;
  ringing: Set<string>;
  wrapping: Set<string>;
}
type StateData = {
  agent: string;
  state: AgentState;
  slots?: { used: number; total: number };
  reason?: string;
  name?: string;
};

describe('people on the simulated floor', () => {
  let events: CloudEvent[];
  const wrong: string[] = [];
  const reasons = new Set<string>();
  const people = new Map<string, Hands>();

  beforeAll(() => {
    events = simulate(90, { seed: '5' });
    for (const event of events) follow(event);
  });

  it('are in the state that their contacts put them in', () => {
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('are introduced with name, site, team and queues as they sign in, and not again', () => {
    const states = events.filter(({ type }) => type === 'agent.state').map(({ data }) => data as StateData);
    const last = new Map<string, AgentState>();
    for (const { agent, state, name } of states) {
      expect(name !== undefined, `${agent} ${state}`).toBe((last.get(agent) ?? 'offline') === 'offline');
      last.set(agent, state);
    }
  });

  it('serve one contact at once by phone, three or four in writing', () => {
    expect(new Set([...people.values()].map(({ total }) => total))).toEqual(new Set([1, 3, 4]));
  });

  it('are mostly at work in the busy hour: 80 to 95 % of the time without breaks', () => {
    const now = [...people.values()].map(({ state }) => state);
    const count = (...of: AgentState[]) => now.filter((state) => of.includes(state)).length;
    const signedIn = now.length - count('offline');
    expect(signedIn).toBeGreaterThan(780);
    expect(signedIn).toBeLessThan(1300);
    const occupancy = count('contact', 'wrapup') / (signedIn - count('break'));
    expect(occupancy).toBeGreaterThan(0.8);
    expect(occupancy).toBeLessThan(0.97);
    expect(count('break') / signedIn).toBeGreaterThan(0.05);
    expect(reasons).toEqual(new Set(['coffee', 'lunch', 'training', 'stream']));
  });

  it('are two thousand in teams of at most 18, two in five of them in Rostov', () => {
    const { agents, teams } = createRoster(2000);
    expect(agents.length).toBe(2000);
    expect(agents.filter(({ site }) => site === 'rostov').length).toBeCloseTo(800, -1);
    const sizes = teams.map(({ id }) => agents.filter(({ team }) => team === id).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(18);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(9);
    for (const size of [12, 13, 50, 499]) expect(createRoster(size).agents.length).toBe(size);
  });

  function follow({ type, time, data }: CloudEvent): void {
    const { agent, contact, offer } = data as { agent: string; contact: string; offer: string };
    if (type === 'stream.sample' || type === 'survey.answered' || type === 'sale.recorded' || agent === undefined)
      return;
    const hands = people.get(agent) ?? {
      state: 'offline',
      total: 1,
      talking: new Set(),
      ringing: new Set(),
      wrapping: new Set(),
    };
    people.set(agent, hands);
    if (type === 'offer.started') hands.ringing.add(offer);
    if (type === 'offer.ended') hands.ringing.delete(offer);
    if (type === 'contact.answered') hands.talking.add(contact);
    if (type === 'contact.ended' && hands.talking.delete(contact)) hands.wrapping.add(contact);
    if (type === 'contact.wrapped') hands.wrapping.delete(contact);
    if (type === 'agent.state') changeState(hands, data as StateData, time);
    const used = hands.ringing.size + hands.talking.size + hands.wrapping.size;
    if (used > hands.total) wrong.push(`${time} ${agent} serves ${used} of ${hands.total}`);
  }

  function changeState(hands: Hands, { agent, state, slots, reason }: StateData, time: string): void {
    hands.state = state;
    hands.total = slots?.total ?? 1;
    if (reason) reasons.add(reason);
    const { talking, ringing, wrapping } = hands;
    const used = talking.size + ringing.size + wrapping.size;
    const expected = talking.size > 0 ? 'contact' : ringing.size > 0 ? 'ringing' : wrapping.size > 0 ? 'wrapup' : null;
    const idle: AgentState[] = ['available', 'break', 'offline', 'missed'];
    const right = reason === 'stream' || (expected ? state === expected : idle.includes(state));
    if (!right || (slots && slots.used !== used))
      wrong.push(`${time} ${agent} is ${state} with ${used} in hand, not ${expected ?? 'idle'}`);
  }
});
