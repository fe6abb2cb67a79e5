import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '#core/event.ts';
import type { Engine } from '#core/engine.ts';
import { answerAgents, answerMetrics } from '#core/answers.ts';
import { queueRows } from '#core/queue-rows.ts';
import { applyAll, fact, newEngine, NOON, read, visit } from '../support/engine.ts';

const HOUR = 3600;
const outcome = (facts: Fact[], key: string) => read(applyAll(newEngine(), facts), HOUR)[key].value;

describe('visits are folded from timestamps', () => {
  const queued = fact('contact.queued', 0, { contact: 'c', visit: 'v', queue: 'care' });
  const left = (at: number, reason: 'abandoned' | 'timeout' | 'overflowed' | 'unknown') =>
    fact('contact.left', at, { contact: 'c', visit: 'v', reason });
  const answered = fact('contact.answered', 30, { contact: 'c', visit: 'v', agent: 'ann' });

  it('answered beats left(unknown), in both orders', () => {
    expect(outcome([queued, left(20, 'unknown'), answered], 'answered')).toBe(1);
    expect(outcome([answered, left(20, 'unknown'), queued], 'answered')).toBe(1);
  });

  it('a reason that only some sources can tell beats abandoned, in both orders', () => {
    for (const facts of [
      [queued, left(20, 'abandoned'), left(20, 'timeout')],
      [left(20, 'timeout'), left(20, 'abandoned'), queued],
    ]) {
      expect(outcome(facts, 'timedout')).toBe(1);
      expect(outcome(facts, 'abandoned')).toBe(0);
    }
  });

  it('of two reasons that say as much the earlier stands, in both orders', () => {
    const [first, second] = [left(20, 'timeout'), left(21, 'overflowed')];
    for (const facts of [
      [queued, first, second],
      [second, first, queued],
    ]) {
      expect(outcome(facts, 'timedout')).toBe(1);
      expect(outcome(facts, 'overflowed')).toBe(0);
    }
  });

  it('who hung up before the answer abandoned', () => {
    expect(outcome([queued, answered, left(29, 'abandoned')], 'abandoned')).toBe(1);
    expect(outcome([queued, answered, left(31, 'abandoned')], 'answered')).toBe(1);
  });

  it('a visit whose contact ended without a word ends as unknown, never as abandoned', () => {
    const ended = fact('contact.ended', 50, { contact: 'c', by: 'customer' });
    const engine = applyAll(newEngine(), [queued, ended]);
    expect(read(engine, HOUR).offered.counts).toMatchObject({ offered: 1, unknown: 1, abandoned: 0 });
    expect(read(engine, HOUR, 'now').waiting.value).toBe(0);
  });

  it('is not counted before anybody said which queue it entered', () => {
    expect(outcome([answered], 'answered')).toBe(0);
  });
});

describe('the end of a talk that is not named', () => {
  const handled = (at: number, visit: string, agent: string) => [
    fact('contact.queued', at - 10, { contact: 'c', visit, queue: 'care' }),
    fact('contact.answered', at, { contact: 'c', visit, agent }),
  ];
  const ended = (at: number, more: object = {}) => fact('contact.ended', at, { contact: 'c', by: 'customer', ...more });
  const both = (facts: Fact[]) => [facts, [...facts].reverse()].map((order) => applyAll(newEngine(), order));

  it('is a transfer by who talked: the next one goes on alone', () => {
    const facts = [...handled(0, 'v1', 'ann'), ...handled(70, 'v2', 'bob'), ended(130)];
    for (const agent of ['ann', undefined])
      for (const engine of both([...facts, ended(70, { by: 'transfer', agent })])) {
        expect(read(engine, HOUR).aht.counts).toMatchObject({ handled: 2, talkSeconds: 70 + 60 });
        expect(read(engine, 100).aht.counts).toMatchObject({ handled: 1, talkSeconds: 70 });
      }
  });

  it('is the end of the contact, also when its customer goes on with it later', () => {
    const facts = [...handled(0, 'v1', 'ann'), ended(60), ...handled(1010, 'v2', 'ann'), ended(1070)];
    for (const engine of both(facts)) {
      expect(read(engine, HOUR).aht.counts).toMatchObject({ handled: 2, talkSeconds: 120 });
      expect(read(engine, 500).aht.counts).toMatchObject({ handled: 1, talkSeconds: 60 });
    }
  });

  it('ends who waits where the contact was first over, not where it was last', () => {
    const queued = fact('contact.queued', 0, { contact: 'c', visit: 'v', queue: 'care' });
    for (const engine of both([queued, ended(50), ...handled(500, 'w', 'ann'), ended(600)]))
      expect(read(engine, 60).offered.counts).toMatchObject({ offered: 1, unknown: 1 });
  });

  it('unsays nothing of whether the customer was helped', () => {
    const told = (said: object, later: object) =>
      both([...handled(0, 'v1', 'ann'), ended(60, said), ended(62, later)]).map(
        (engine) => read(engine, HOUR)['resolution.firstline'].counts,
      );
    for (const counts of told({ resolved: true }, {})) expect(counts).toMatchObject({ resolved: 1, unresolved: 0 });
    for (const counts of told({ resolved: true }, { resolved: false }))
      expect(counts).toMatchObject({ resolved: 0, unresolved: 1 });
  });
});

describe('the work after a talk', () => {
  const talk = (name: string, from: number, to: number, agent = 'ann') => [
    fact('contact.queued', from - 10, { contact: 'c', visit: name, queue: 'care' }),
    fact('contact.answered', from, { contact: 'c', visit: name, agent }),
    fact('contact.ended', to, { contact: 'c', visit: name, agent, by: 'transfer' }),
  ];
  const wrapped = (at: number, agent = 'ann') => fact('contact.wrapped', at, { contact: 'c', agent });
  const wrapS = (facts: Fact[]) =>
    [facts, [...facts].reverse()].map((order) => read(applyAll(newEngine(), order), HOUR).aht.counts.wrapSeconds);

  it('is of the last talk that its agent had with the customer, once', () => {
    expect(wrapS([...talk('v1', 0, 60), ...talk('v2', 600, 660), wrapped(670)])).toEqual([10, 10]);
    expect(wrapS([...talk('v1', 0, 60), wrapped(65), ...talk('v2', 600, 660), wrapped(670), wrapped(900)])).toEqual([
      15, 15,
    ]);
    expect(wrapS([...talk('v1', 0, 60), ...talk('v2', 100, 160, 'bob'), wrapped(170, 'bob'), wrapped(180)])).toEqual([
      130, 130,
    ]);
  });
});

describe('snapshots correct what was missed', () => {
  const queued = fact('contact.queued', 0, { contact: 'c', visit: 'v', queue: 'care' });
  const listing = (asof: number, visits: string[], agents: string[] = [], source = 'test') =>
    fact(
      'snapshot',
      asof,
      {
        scope: 'all',
        asof: new Date(NOON + asof * 1000).toISOString(),
        complete: true,
        waiting: visits.map((id) => ({ contact: `c-${id}`, visit: id, queue: 'care' })),
        agents: agents.map((agent) => ({ agent, state: 'available' as const })),
      },
      { source },
    );

  it('who is not listed had vanished, in both orders', () => {
    for (const facts of [
      [queued, listing(60, [])],
      [listing(60, []), queued],
    ]) {
      const engine = applyAll(newEngine(), facts);
      expect(read(engine, 61, 'now').waiting.value).toBe(0);
      expect(read(engine, 59, 'now').waiting.value).toBe(1);
      expect(read(engine, HOUR).offered.counts).toMatchObject({ unknown: 1 });
    }
  });

  it('who is listed waits, also when the entry was never heard of', () => {
    const engine = applyAll(newEngine(), [listing(60, ['v', 'w'])]);
    expect(read(engine, 70, 'now').waiting.value).toBe(2);
  });

  it.each([
    ['channel:messenger', 1],
    ['channel:phone', 0],
    ['site:south', 1],
    ['site:north', 0],
    ['site:north,channel:messenger', 1],
    ['site:north,channel:phone', 0],
    ['queue:sales', 1],
    ['queue:care,all', 0],
    ['queue:care,queue:sales', 1],
    ['team:red', 1],
  ])('of %s say nothing of who waits elsewhere, nor of agents, in both orders', (scope, waiting) => {
    const asof = new Date(NOON + 60_000).toISOString();
    const listing = fact('snapshot', 60, { scope, asof, complete: true, waiting: [], agents: [] });
    const facts = [
      fact('contact.started', -5, { contact: 'c', channel: 'phone', direction: 'in', handler: 'human', site: 'north' }),
      queued,
      fact('agent.state', 10, { agent: 'bob', state: 'contact' }),
      listing,
    ];
    for (const order of [facts, [...facts].reverse()]) {
      const now = read(applyAll(newEngine(), order), 61, 'now');
      expect([now.waiting.value, now['agents.signedin'].value]).toEqual([waiting, 1]);
    }
  });

  it('of what is no scope are refused with a sentence: as if of all they would end whatever they do not list', () => {
    const data = { scope: 'pbx2', asof: new Date(NOON).toISOString(), complete: true, waiting: [], agents: [] };
    expect(() => fact('snapshot', 0, data)).toThrow(/data\.scope must be all, site:ID.*; it is "pbx2"\.$/);
  });

  it('of another source say nothing', () => {
    const engine = applyAll(newEngine(), [queued, listing(60, [], [], 'other')]);
    expect(read(engine, 61, 'now').waiting.value).toBe(1);
  });

  it('agents who signed on elsewhere since are not offline for not being listed where they were before', () => {
    const state = (at: number, source: string, state: 'available' | 'contact') =>
      fact('agent.state', at, { agent: 'bob', state }, { source });
    const facts = [
      state(0, 'test', 'available'),
      state(30, 'other', 'contact'),
      listing(60, []),
      state(90, 'test', 'available'),
      listing(120, []),
      listing(150, [], [], 'other'),
    ];
    const orders = [facts, [...facts].reverse(), facts.map((_, i) => facts[(i * 5 + 2) % facts.length])];
    for (const order of orders) {
      const engine = applyAll(newEngine(), order);
      const states = [10, 70, 100, 130, 160].map((at) => answerAgents(engine, {}, NOON + at * 1000)[0].state);
      expect(states).toEqual(['available', 'contact', 'available', 'offline', 'offline']);
      const { signedInSeconds, contactSeconds } = read(engine, 300, '5m').occupancy.counts;
      expect([signedInSeconds, contactSeconds]).toEqual([120, 60]);
    }
  });

  it('agents who are not listed are offline, in both orders', () => {
    const state = fact('agent.state', 10, { agent: 'bob', state: 'contact' });
    for (const facts of [
      [state, listing(60, [], ['ann'])],
      [listing(60, [], ['ann']), state],
    ]) {
      const engine = applyAll(newEngine(), facts);
      const states = (at: number) => answerAgents(engine, {}, NOON + at * 1000).map((a) => `${a.id} ${a.state}`);
      expect(states(59)).toEqual(['bob contact']);
      expect(states(61)).toEqual(['ann available', 'bob offline']);
    }
  });
});

describe('agents', () => {
  it('of several queues are one person in every total', () => {
    const engine = newEngine();
    applyAll(engine, [
      fact('agent.state', 0, {
        agent: 'ann',
        state: 'available',
        queues: ['care', 'sales'],
        site: 'north',
        team: 't1',
      }),
      fact('agent.state', 0, { agent: 'bob', state: 'break', reason: 'lunch', queues: ['sales'], site: 'south' }),
    ]);
    const available = (scope: string) => read(engine, 1, 'now', scope)['agents.available'].value;
    expect(available('all')).toBe(1);
    expect(['queue:care', 'queue:sales', 'site:north', 'site:south', 'team:t1'].map(available)).toEqual([
      1, 1, 1, 0, 1,
    ]);
    expect(available('site:north,queue:sales')).toBe(1);
    expect(read(engine, 1, 'now')['agents.signedin'].value).toBe(2);
  });

  it('a sale counts at the site of its host, also when that is the first that is asked', () => {
    const engine = applyAll(newEngine(), [
      fact('agent.state', 0, { agent: 'ann', state: 'available', site: 'north' }),
      fact('sale.recorded', 60, { sale: 's1', rev: 0, outcome: 'won', agent: 'ann' }),
    ]);
    expect(read(engine, HOUR, '24h', 'site:north')['sales.count'].value).toBe(1);
  });

  it('paused in one queue are on a break there and available elsewhere', () => {
    const engine = newEngine();
    applyAll(engine, [
      fact('agent.state', 0, { agent: 'ann', state: 'available', queues: ['care', 'sales'] }),
      fact('agent.member', 5, { agent: 'ann', queue: 'care', on: true, paused: true }),
    ]);
    const rows = queueRows(engine, {}, '15m', NOON + 6000);
    expect(rows.map((r) => `${r.id} ${r.available} of ${r.signedIn}`)).toEqual(['care 0 of 1', 'sales 1 of 1']);
    expect(read(engine, 6, 'now')['agents.available'].value).toBe(1);
    expect(read(engine, 4, 'now', 'queue:care')['agents.available'].value).toBe(1);
  });
});

describe('a team', () => {
  const seen = (engine: Engine, scope: string) => read(engine, HOUR, '24h', scope).answered.value;
  const told = (at: number, team: string) => fact('agent.state', at, { agent: 'ann', state: 'available', team });

  it('is known at the first question', () => {
    expect(seen(applyAll(newEngine(), [told(0, 'A'), ...visit('v', 'care', 10, 20)]), 'team:A')).toBe(1);
  });

  it('told late moves what was counted before', () => {
    const engine = applyAll(newEngine(), [told(200, 'A'), ...visit('v', 'care', 90, 100)]);
    expect(seen(engine, 'team:A')).toBe(1);
    engine.apply(told(50, 'B'));
    expect([seen(engine, 'team:A'), seen(engine, 'team:B')]).toEqual([0, 1]);
  });

  it('stays when later only a name is told, also when the rest is forgotten', () => {
    const named = fact('agent.state', 60, { agent: 'ann', state: 'break', name: 'Ann' });
    const engine = applyAll(newEngine(), [told(0, 'A'), named]);
    const at = NOON + 30 * 24 * HOUR * 1000;
    engine.floor.forget({ seenBefore: at, simulatedSeenBefore: at, openSeenBefore: at });
    expect(answerAgents(engine, {}, NOON + HOUR * 1000)).toMatchObject([{ team: 'A', name: 'Ann' }]);
  });
});

describe('a state', () => {
  it('told again did not begin again', () => {
    const lunch = (at: number) => fact('agent.state', at, { agent: 'ann', state: 'break', reason: 'lunch' });
    const engine = applyAll(newEngine(), [
      fact('agent.state', -60, { agent: 'ann', state: 'available' }),
      lunch(0),
      lunch(600),
    ]);
    expect(answerAgents(engine, {}, NOON + 700_000)[0].since).toBe('2026-11-22T12:00:00.000Z');
  });
});

describe('what is told more than half an hour late', () => {
  const isRevised = (engine: Engine, minute: number) =>
    answerMetrics(engine, 'all', {}, '5m', NOON + minute * 60_000).revised;
  const [queued, answered] = visit('v', 'care', 0, 40 * 60);
  const later = fact('source.status', 90 * 60, { state: 'up' });

  it('marks the intervals in which anything counts otherwise since, and no others', () => {
    const engine = applyAll(newEngine(), [answered, later, queued]);
    expect([5, 20, 45, 65].map((minute) => isRevised(engine, minute))).toEqual([true, false, true, false]);
  });

  it('and what came in time marks none', () => {
    const engine = applyAll(newEngine(), [queued, answered, later]);
    expect([5, 20, 45, 65].map((minute) => isRevised(engine, minute))).toEqual([false, false, false, false]);
  });
});

it('two queues have no row together, whatever the settings name', () => {
  const engine = applyAll(newEngine({ queues: [{ id: 'care' }, { id: 'sales' }] }), visit('v', 'care', 0, 10));
  expect(queueRows(engine, { queue: 'sales', empty: true }, '24h', NOON + HOUR * 1000)).toEqual([]);
});

describe('names that are keys of every object', () => {
  it.each(['__proto__', 'constructor', 'toString'])('a queue named %s is a queue', (queue) => {
    const engine = applyAll(newEngine(), visit('v', queue, 0, 10));
    expect(read(engine, HOUR, '24h', `queue:${queue}`).answered.value).toBe(1);
    expect(queueRows(engine, {}, '24h', NOON + HOUR * 1000).map((r) => r.id)).toEqual([queue]);
  });
});

// A small day with everything that can be said of a visit, a session, a survey and an agent.
const anyFact = fc
  .record({
    kind: fc.constantFrom(
      'started',
      'queued',
      'answered',
      'left',
      'ended',
      'session',
      'survey',
      'agent',
      'member',
      'snapshot',
    ),
    n: fc.nat(3),
    at: fc.nat(2000),
    pick: fc.nat(5),
  })
  .map(({ kind, n, at, pick }) => {
    const ids = { contact: `c${n}`, visit: `v${n}-${pick % 2}` };
    const asof = new Date(NOON + at * 1000).toISOString();
    const queues = [`q${pick % 3}`];
    switch (kind) {
      case 'started': {
        const channel = (['phone', 'messenger'] as const)[pick % 2];
        return fact('contact.started', at, {
          contact: ids.contact,
          channel,
          direction: 'in',
          handler: 'human',
          site: `s${pick % 2}`,
        });
      }
      case 'queued':
        return fact('contact.queued', at, {
          ...ids,
          queue: `q${pick % 2}`,
          ...(pick > 2 ? { site: `s${pick % 2}` } : {}),
        });
      case 'answered':
        return fact('contact.answered', at, { ...ids, agent: `a${pick % 3}` });
      case 'left':
        return fact('contact.left', at, { ...ids, reason: (['abandoned', 'timeout', 'unknown'] as const)[pick % 3] });
      case 'ended':
        return fact('contact.ended', at, {
          contact: ids.contact,
          by: pick % 2 ? 'customer' : 'transfer',
          ...(pick > 2 ? { agent: `a${pick % 3}`, resolved: pick === 3 } : {}),
        });
      case 'session': {
        const ended = (['resolved', 'handed_over', 'left', 'open'] as const)[pick % 4];
        return fact('assistant.ended', at, { contact: ids.contact, outcome: ended, rev: n % 2 });
      }
      case 'survey':
        return fact('survey.answered', at, {
          survey: 's',
          response: `r${n}`,
          metric: 'nps',
          score: 2 * (pick % 3),
          rev: pick % 2,
          ...(pick % 3 ? { contact: ids.contact } : {}),
        });
      case 'agent':
        return fact(
          'agent.state',
          at,
          {
            agent: `a${n}`,
            state: (['available', 'contact', 'break'] as const)[pick % 3],
            queues,
            team: `t${pick % 2}`,
          },
          { source: pick < 4 ? 'test' : 'other' },
        );
      case 'member':
        return fact('agent.member', at, { agent: `a${n}`, queue: `q${pick % 3}`, on: pick % 2 === 0 });
      default:
        return fact('snapshot', at, {
          scope: 'all',
          asof,
          complete: true,
          waiting: [{ ...ids, queue: 'q0' }],
          agents: [{ agent: `a${n}`, state: 'available' }],
        });
    }
  });

describe('the same facts in any order, any repeats', () => {
  it('give the same numbers, bit for bit', () => {
    const shuffled = fc
      .array(anyFact, { minLength: 1, maxLength: 60 })
      .chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray(facts, { minLength: facts.length }),
          fc.constantFrom(600, 1500, 3000),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([facts, other, at]) => {
        const everything = (order: Fact[]) => {
          const engine = applyAll(newEngine(), order);
          const scopes = ['all', 'queue:q0', 'site:s0', 'channel:phone', 'team:t1,queue:q1'];
          return {
            metrics: scopes.map((scope) => [read(engine, at, '15m', scope), read(engine, at, '24h', scope)]),
            agents: answerAgents(engine, {}, NOON + at * 1000),
            queues: queueRows(engine, {}, '30m', NOON + at * 1000),
          };
        };
        expect(everything([...other, ...other.slice(0, 9)])).toEqual(everything(facts));
        // Reading in between must not hold on to what later facts change.
        const asked = newEngine();
        for (const one of other) {
          asked.apply(one);
          read(asked, at, '24h');
          read(asked, at, '15m', 'team:t1');
        }
        expect(read(asked, at, '24h')).toEqual(read(applyAll(newEngine(), facts), at, '24h'));
        expect(read(asked, at, '15m', 'team:t1')).toEqual(read(applyAll(newEngine(), facts), at, '15m', 'team:t1'));
      }),
      { numRuns: 300 },
    );
  });
});
