import { describe, expect, it } from 'vitest';
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { applyAll, fact, METRICS, newEngine, read, visit } from '../support/engine.ts';

const HOUR = 3600;

function many(n: number, make: (i: number) => Fact[]): Fact[] {
  return Array.from({ length: n }, (_, i) => make(i)).flat();
}

describe('service level', () => {
  // 1000 answered, 860 of them within 30 s; 60 abandoned, 20 within 30 s, 10 of those within 5 s
  const facts = [
    ...many(860, (i) => visit(`quick${i}`, 'care', i, i + 30)),
    ...many(140, (i) => visit(`slow${i}`, 'care', i, i + 31)),
    ...many(10, (i) => visit(`short${i}`, 'care', i, i + 5, 'abandoned')),
    ...many(10, (i) => visit(`gone${i}`, 'care', i, i + 6, 'abandoned')),
    ...many(40, (i) => visit(`lost${i}`, 'care', i, i + 60, 'abandoned')),
  ];
  const level = read(applyAll(newEngine(), facts), HOUR)['service.level'];

  it.each([
    ['positive', 83.02],
    ['answered', 86.0],
    ['negative', 81.13],
    ['ignore', 82.69],
    ['short-positive', 82.08],
    ['short-removed', 81.9],
    ['removed', 83.02],
  ])('%s is %f %% by the published check', (variant, percent) => {
    expect(100 * (level.variants?.[variant] ?? NaN)).toBeCloseTo(percent, 2);
  });

  it('answers with the configured definition', () => {
    expect(level.value).toBe(level.variants?.ignore);
    const other = read(applyAll(newEngine({ serviceLevel: 'negative' }), facts), HOUR)['service.level'];
    expect(other.value).toBe(other.variants?.negative);
  });

  it('takes T from the queue', () => {
    const engine = newEngine({ queues: [{ id: 'care', thresholdS: 31 }] });
    expect(read(applyAll(engine, facts), HOUR)['service.level'].variants?.answered).toBe(1);
  });
});

describe('nps', () => {
  const responses = (promoters: number, passives: number, detractors: number) =>
    [[promoters, 9] as const, [passives, 8] as const, [detractors, 6] as const]
      .flatMap(([count, score]) => Array.from({ length: count }, () => score))
      .map((score, i) => fact('survey.answered', i, { survey: 's', response: `r${i}`, metric: 'nps', score }));

  it('is 45 ± 14.5 for 60 promoters and 15 detractors of 100', () => {
    const nps = read(applyAll(newEngine(), responses(60, 25, 15)), HOUR).nps;
    expect(nps.value).toBe(45);
    expect(nps.margin).toBeCloseTo(14.5, 1);
    expect(nps.counts).toEqual({ n: 100, promoters: 60, passives: 25, detractors: 15 });
  });

  it('has an adjusted margin below 100 responses, so that 3 happy ones are no certainty', () => {
    const nps = read(applyAll(newEngine(), responses(3, 0, 0)), HOUR).nps;
    expect(nps.value).toBe(100);
    // (p + d − (p − d)²) ÷ n with 3.75 and 0.75 of 6
    expect(nps.margin).toBeCloseTo(196 * Math.sqrt((4.5 / 6 - 0.25) / 6), 9);
    expect(nps.high).toBe(100);
  });

  it('has no colour below 30 responses, nor while the band touches the goal', () => {
    expect(read(applyAll(newEngine(), responses(29, 0, 0)), HOUR).nps.state).toBe('none');
    expect(read(applyAll(newEngine(), responses(65, 30, 5)), HOUR).nps.state).toBe('none');
    expect(read(applyAll(newEngine(), responses(90, 10, 0)), HOUR).nps.state).toBe('fine');
    expect(read(applyAll(newEngine(), responses(10, 0, 90)), HOUR).nps.state).toBe('act');
  });

  it.each([
    [{ metric: 'nps' as const, score: 50 }, /data\.score must be from 0 to 10, .*; it is 50/],
    [{ metric: 'nps' as const, score: -1 }, /data\.score must .*; it is -1/],
    [{ metric: 'nps' as const, score: 5, min: 1, max: 5 }, /data\.max must be 10: .*; it is 5/],
    [
      { metric: 'csat' as const, score: 20 },
      /data\.score must be from 1 to 5, or told with the min and max of its scale/,
    ],
    [{ metric: 'csat' as const, score: 3, min: 5, max: 1 }, /data\.max must be above min, 5; it is 1/],
  ])('is not made of %j, which lies on no scale', (said, sentence) => {
    expect(() => fact('survey.answered', 0, { survey: 's', response: 'r', ...said })).toThrow(sentence);
  });

  it('takes the scale that was told', () => {
    const told = { survey: 's', metric: 'csat' as const, min: 0, max: 100 };
    const facts = [74, 75].map((score) => fact('survey.answered', 0, { ...told, response: `${score}`, score }));
    expect(read(applyAll(newEngine(), facts), HOUR).csat.counts).toEqual({ n: 2, satisfied: 1 });
  });

  it('replaces a score by its higher revision, whichever came first', () => {
    const first = fact('survey.answered', 0, { survey: 's', response: 'r', metric: 'nps', score: 2 });
    const second = fact('survey.answered', 60, { survey: 's', response: 'r', metric: 'nps', score: 10, rev: 1 });
    for (const facts of [
      [first, second],
      [second, first],
    ])
      expect(read(applyAll(newEngine(), facts), HOUR).nps.counts).toMatchObject({ n: 1, promoters: 1 });
  });
});

describe('assistant', () => {
  const end = (i: number, outcome: 'open' | 'resolved' | 'handed_over' | 'left', rev = 0) =>
    fact('assistant.ended', i, { contact: `c${i}`, outcome, rev });

  it('shows three shares that add to one', () => {
    const facts = [end(1, 'resolved'), end(2, 'resolved'), end(3, 'handed_over'), end(4, 'left'), end(5, 'open')];
    const { value, variants } = read(applyAll(newEngine(), facts), HOUR)['assistant.deflection'];
    expect(value).toBe(0.5);
    expect(variants).toEqual({ resolved: 0.5, handed_over: 0.25, left: 0.25 });
  });

  it('believes the highest revision', () => {
    const engine = applyAll(newEngine(), [end(1, 'resolved', 2), end(1, 'left', 1)]);
    expect(read(engine, HOUR)['assistant.deflection'].value).toBe(1);
  });
});

/** Where nobody has slots, and nothing is streamed, none are free and nobody watches. */
const NO_ZERO = ['slots.free', 'stream.viewers', 'stream.peak'];

describe('no value is better than a wrong one', () => {
  it('every number of an empty floor is null or a count of nothing', () => {
    for (const [key, reading] of Object.entries(read(newEngine(), HOUR))) {
      const isCount = METRICS.get(key)?.unit === 'count' && !NO_ZERO.includes(key);
      expect(reading.value, key).toBe(isCount ? 0 : null);
      expect(reading.margin ?? 0, key).not.toBeNaN();
    }
  });

  it('a negative wait counts as nothing waited', () => {
    const engine = applyAll(newEngine(), visit('skewed', 'care', 10, 8));
    expect(read(engine, HOUR).asa.value).toBe(0);
  });

  it('and stands in the health of its source, as does a talk that ended before its answer, until that is corrected', () => {
    const ids = { contact: 'c-talk', visit: 'talk' };
    const facts = [
      ...visit('right', 'care', 0, 8),
      ...visit('skewed', 'care', 10, 8),
      ...visit('talk', 'care', 0, 20),
      fact('contact.ended', 15, { ...ids, by: 'customer' }),
    ];
    const told = ({ floor }: Engine, source: string) => floor.visits.backwards.of(floor.sourceNames.find(source) ?? 0);
    for (const order of [facts, [...facts].reverse()]) {
      const engine = applyAll(newEngine(), order);
      expect([told(engine, 'test'), told(engine, 'other')]).toEqual([2, 0]);
      engine.apply(fact('contact.queued', 7, { contact: 'c-skewed', visit: 'skewed', queue: 'care' }));
      expect(told(engine, 'test')).toBe(1);
      engine.floor.forget({ seenBefore: Infinity, simulatedSeenBefore: Infinity, openSeenBefore: Infinity });
      expect(told(engine, 'test')).toBe(1);
    }
  });
});

describe('wait', () => {
  it('has quantiles within one per cent', () => {
    const engine = applyAll(
      newEngine(),
      many(1000, (i) => visit(`v${i}`, 'care', 0, i + 1)),
    );
    const got = read(engine, HOUR);
    for (const [key, exact] of [
      ['wait.p50', 500],
      ['wait.p90', 900],
      ['wait.p95', 950],
    ] as const)
      expect(Math.abs((got[key].value ?? 0) / exact - 1), key).toBeLessThan(0.01);
    expect(got.asa.value).toBe(500.5);
  });

  it('counts who waits as of any instant: entered before it, not ended before it', () => {
    const engine = applyAll(newEngine(), visit('v', 'care', 10, 40));
    const waiting = (seconds: number) => read(engine, seconds, 'now').waiting.value;
    expect([10, 10.001, 40, 40.001].map(waiting)).toEqual([0, 1, 1, 0]);
    expect(read(engine, 25, 'now')['wait.longest'].value).toBe(15);
    expect(read(engine, 5, 'now')['wait.longest'].value).toBe(null);
  });

  it('belongs to the window in which it ended, from inclusive, to exclusive', () => {
    const engine = applyAll(newEngine(), visit('v', 'care', 10, 400));
    const answered = (seconds: number) => read(engine, seconds, '5m').answered.value;
    expect([400, 400.001, 700, 700.001].map(answered)).toEqual([0, 1, 1, 0]);
  });
});

describe('a customer who came back', () => {
  const contact = (name: string, at: number, direction: 'in' | 'out' = 'in') => [
    fact('contact.started', at, { contact: name, channel: 'phone', direction, handler: 'assistant', customer: 'ada' }),
    fact('assistant.ended', at + 5, { contact: name, outcome: 'resolved' }),
    fact('contact.ended', at + 10, { contact: name, by: 'customer' }),
  ];
  const counted = (facts: Fact[]) => {
    const { fcr, ...others } = read(applyAll(newEngine(), facts), HOUR, '7d');
    return { fcr: fcr.value, recontact: others['assistant.recontact'].value };
  };

  it('did so by calling, not by being called', () => {
    expect(counted([...contact('first', 0), ...contact('second', 60)])).toEqual({ fcr: 1 / 2, recontact: 1 / 2 });
    for (const order of [0, 1]) {
      const facts = [...contact('first', 0), ...contact('callback', 60, 'out')];
      expect(counted(order === 0 ? facts : facts.reverse())).toEqual({ fcr: 1, recontact: 0 });
    }
  });

  it('is nobody with more contacts than a person has: one hash for everybody resolves nothing at once', () => {
    const facts = many(1001, (i) => contact(`c${i}`, i));
    expect(read(applyAll(newEngine(), facts), HOUR, '7d').fcr).toMatchObject({
      value: null,
      counts: { contacts: 0, unknown: 1001 },
    });
  });
});
