// Published figures, each with where it is from, and what holds for every load.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, erlangB, erlangC, requiredServers } from '#core/staffing.ts';

describe('Erlang B', () => {
  it('loses 1 % of 8.108 erlangs on 15 lines', () => {
    expect(erlangB({ servers: 15, load: 8.108 })).toBeCloseTo(0.01, 4);
  });

  // T. S. Rappaport, Wireless Communications, table 3.4: capacity of an Erlang B system, three digits.
  it.each([
    [2, 0.01, 0.153],
    [4, 0.005, 0.701],
    [5, 0.01, 1.36],
    [10, 0.01, 4.46],
    [20, 0.002, 10.1],
    [40, 0.001, 24.5],
    [70, 0.005, 53.7],
    [100, 0.01, 84.1],
  ])('carries, on %d lines at a loss of %f, the %f erlangs of the table', (servers, loss, load) => {
    const digit = 10 ** (Math.floor(Math.log10(load)) - 2);
    expect(erlangB({ servers, load: load - digit })).toBeLessThan(loss);
    expect(erlangB({ servers, load: load + digit })).toBeGreaterThan(loss);
  });
});

describe('Erlang C', () => {
  it('of 100 calls in 30 min of 180 s with 14 agents lets 17.41 % wait, answers 88.84 % in 20 s, in 7.84 s on average', () => {
    const found = erlangC({ perSecond: 100 / 1800, handleS: 180, servers: 14, thresholdS: 20 });
    expect(found?.waitProbability).toBeCloseTo(0.1741, 4);
    expect(found?.serviceLevel).toBeCloseTo(0.8884, 4);
    expect(found?.waitS).toBeCloseTo(7.84, 2);
  });

  // Mitan Ltd, The Erlang-C Formula: 360 calls in half an hour of 4 minutes, 55 agents, 15 s.
  it('gives the worked example of 55 agents: 23.9 % wait, 8.2 s on average', () => {
    const found = erlangC({ perSecond: 0.2, handleS: 240, servers: 55, thresholdS: 15 });
    expect(found?.waitProbability).toBeCloseTo(0.239, 3);
    expect(found?.waitS).toBeCloseTo(8.2, 1);
  });

  // N. Gans, G. Koole, A. Mandelbaum, Telephone Call Centers (2003), models with and without abandonment: 50 agents,
  // 48 calls a minute of one minute; and the same with 3.1 % fewer calls.
  it.each([
    [48, 20.8, 58.1],
    [48 * (1 - 0.031), 8.8, 28.2],
  ])(
    'of %f calls a minute with 50 agents waits %f s on average, and one in ten longer than %f s',
    (calls, meanS, p90) => {
      const found = erlangC({ perSecond: calls / 60, handleS: 60, servers: 50, thresholdS: p90 });
      expect(found?.waitS).toBeCloseTo(meanS, 0);
      expect(found?.serviceLevel).toBeCloseTo(0.9, 2);
    },
  );

  it('has no answer at or above capacity', () => {
    for (const servers of [9, 10]) expect(erlangC({ perSecond: 1, handleS: 10, servers, thresholdS: 20 })).toBe(null);
  });
});

describe('Erlang A', () => {
  const call = { handleS: 60, patienceS: 120, servers: 50, perSecond: 48 / 60 };

  it('of 48 calls a minute with 50 agents and a patience of 2 min loses 3.09 %, and lets wait 3.71 s', () => {
    const found = erlangA({ ...call, thresholdS: 20 });
    expect(found.abandonRate).toBeCloseTo(0.0309, 4);
    expect(found.waitS).toBeCloseTo(3.71, 2);
  });

  // Gans, Koole, Mandelbaum (2003), as above: 3.1 % abandon, 3.7 s on average, 93 % busy.
  it('gives the published comparison with Erlang C', () => {
    const found = erlangA({ ...call, thresholdS: 12.5 });
    expect(found.abandonRate).toBeCloseTo(0.031, 3);
    expect(found.waitS).toBeCloseTo(3.7, 1);
    expect((call.perSecond * call.handleS * (1 - found.abandonRate)) / call.servers).toBeCloseTo(0.93, 2);
  });

  it('has an answer far above capacity: who can be served is, the others give up', () => {
    const found = erlangA({ ...call, servers: 12, thresholdS: 20 });
    expect(found.abandonRate).toBeCloseTo(1 - 12 / 48, 6);
    expect(found.waitS).toBeCloseTo((1 - 12 / 48) * 120, 3);
  });
});

const load = fc.record({
  perSecond: fc.double({ min: 1e-4, max: 30, noNaN: true }),
  handleS: fc.double({ min: 1, max: 600, noNaN: true }),
  thresholdS: fc.double({ min: 0, max: 600, noNaN: true }),
});
const servers = fc.integer({ min: 1, max: 4000 });
const patienceS = fc.double({ min: 5, max: 20_000, noNaN: true });

describe('for every load', () => {
  it('Erlang A gives shares, waits as long as who gives up tells, and answers all in time who are answered at all', () => {
    fc.assert(
      fc.property(load, servers, patienceS, (l, n, p) => {
        const found = erlangA({ ...l, servers: n, patienceS: p });
        for (const share of [found.abandonRate, found.serviceLevel, found.waitProbability]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(found.serviceLevel).toBeLessThanOrEqual(1 - found.abandonRate + 1e-9);
        expect(found.serviceLevel).toBeGreaterThanOrEqual(1 - found.waitProbability - 1e-9);
        const atOnce = erlangA({ ...l, servers: n, patienceS: p, thresholdS: 0 });
        expect(atOnce.serviceLevel).toBeCloseTo(1 - found.waitProbability, 9);
        const ever = erlangA({ ...l, servers: n, patienceS: p, thresholdS: 1e6 });
        expect(ever.serviceLevel).toBeCloseTo(1 - found.abandonRate, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('one more server never makes anything worse', () => {
    fc.assert(
      fc.property(load, servers, patienceS, (l, n, p) => {
        const [less, more] = [n, n + 1].map((each) => erlangA({ ...l, servers: each, patienceS: p }));
        expect(more.waitS).toBeLessThanOrEqual(less.waitS + 1e-9);
        expect(more.serviceLevel).toBeGreaterThanOrEqual(less.serviceLevel - 1e-9);
        const [c, d] = [n, n + 1].map((each) => erlangC({ ...l, servers: each }));
        if (c && d) expect(d.waitS).toBeLessThanOrEqual(c.waitS);
      }),
      { numRuns: 60 },
    );
  });

  it('patience without end makes Erlang A Erlang C', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), (n, busy) => {
        const l = { perSecond: (busy * n) / 60, handleS: 60, thresholdS: 20, servers: n };
        const a = erlangA({ ...l, patienceS: 1e9 });
        const c = erlangC(l);
        expect(a.waitProbability).toBeCloseTo(c?.waitProbability ?? NaN, 5);
        expect(a.serviceLevel).toBeCloseTo(c?.serviceLevel ?? NaN, 5);
      }),
      { numRuns: 60 },
    );
  });

  it('the servers required are the least that meet the target', () => {
    fc.assert(
      fc.property(load, fc.option(patienceS), fc.double({ min: 0.1, max: 0.99, noNaN: true }), (l, p, target) => {
        const n = requiredServers({ ...l, patienceS: p, target });
        const levelOf = (each: number) =>
          p === null
            ? erlangC({ ...l, servers: each })?.serviceLevel
            : erlangA({ ...l, servers: each, patienceS: p }).serviceLevel;
        expect(levelOf(n)).toBeGreaterThanOrEqual(target);
        if (n > 1) expect(levelOf(n - 1) ?? 0).toBeLessThan(target);
      }),
      { numRuns: 40 },
    );
  });
});
