// What would be with people moved is told by the server's own formulas, from what the server says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerMetrics } from '#core/answers.ts';
import { parseScope } from '#core/scope.ts';
import { whatIf } from '#core/what-if.ts';
import { applyAll, newEngine, NOON } from '../support/engine.ts';
import { factsOf, generatedFloor } from '../support/generated-floor.ts';

const RULES = { thresholdS: 30, target: 0.8 };
/** 80 came in 15 min, 180 s of work each, 5 gave up */
const COUNTS = {
  ...{ arrivals: 80, handled: 70, handlingSeconds: 12_600, abandoned: 5, waitSeconds: 2_400 },
  ...{ present: 16, servers: 16, waiting: 4 },
};

describe('what if', () => {
  it('says for nobody moved, to the last digit, what the server says', () => {
    const scopes = fc.constantFrom('all', 'queue:sales', 'queue:tariffs', 'site:north');
    const told = { required: 0, waits: 0 };
    fc.assert(
      fc.property(generatedFloor, scopes, (floor, text) => {
        const scope = parseScope(text);
        if (!scope.ok) throw new Error(scope.problem.message);
        const engine = applyAll(newEngine(), factsOf(floor));
        for (let at = NOON - 10_800_000; at <= NOON; at += 900_000) {
          const { metrics } = answerMetrics(engine, text, scope.value, '15m', at);
          const { 'staff.required': required, 'staff.gap': gap, 'wait.expected': wait } = metrics;
          const target = metrics['service.level'].goal?.look ?? NaN;
          const same = whatIf(required.counts, 0, { thresholdS: 30, target });
          const range = ({ value, low, high }: typeof gap) => (value === null ? undefined : { value, low, high });
          expect(same?.required).toEqual(range(required));
          expect(same?.gap).toEqual(range(gap));
          expect(same?.waitS ?? undefined).toEqual(range(wait));
          if (required.value !== null) told.required++;
          if (wait.value !== null) told.waits++;
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(told.required, told.waits)).toBeGreaterThan(10);
  });

  it('lets more people wait shorter, be answered in time more often, and be less short', () => {
    const steps = [-4, -1, 0, 3, 10].map((move) => whatIf(COUNTS, move, RULES));
    for (const [i, step] of steps.entries()) {
      if (!step?.waitS || !step.serviceLevel) throw new Error('there is something to compute from');
      expect(step.required).toEqual(steps[2]?.required);
      expect(step.gap.value).toBe(step.required.value - step.present);
      expect(step.waitS.low).toBeLessThan(step.waitS.high);
      expect(step.serviceLevel.low).toBeLessThan(step.serviceLevel.high);
      const before = steps[i - 1];
      if (!before?.waitS || !before.serviceLevel) continue;
      expect(step.waitS.value).toBeLessThan(before.waitS.value);
      expect(step.serviceLevel.value).toBeGreaterThan(before.serviceLevel.value);
    }
  });

  it('keeps the promise with just as many as are required, and not with one less', () => {
    const now = whatIf(COUNTS, 0, RULES);
    const short = now?.gap.value ?? NaN;
    expect(short).toBeGreaterThan(0);
    expect(whatIf(COUNTS, short, RULES)?.serviceLevel?.value).toBeGreaterThanOrEqual(RULES.target);
    expect(whatIf(COUNTS, short - 1, RULES)?.serviceLevel?.value).toBeLessThan(RULES.target);
  });

  it('has no wait where everybody goes, and nothing where nobody came', () => {
    expect(whatIf(COUNTS, -20, RULES)).toMatchObject({ present: 0, waitS: null, serviceLevel: null });
    expect(whatIf({ ...COUNTS, arrivals: 0 }, 5, RULES)).toBeNull();
  });

  it('says nothing of the service level where nobody gives up and more come than can be served', () => {
    const patient = { ...COUNTS, abandoned: 0 };
    expect(whatIf({ ...patient, present: 10, servers: 10 }, 0, RULES)?.serviceLevel).toBeNull();
    expect(whatIf(patient, 10, RULES)?.serviceLevel?.value).toBeGreaterThan(0.9);
  });

  it('counts who comes to chats as many times as those who are there serve at once', () => {
    const chats = { ...COUNTS, present: 6, servers: 18 };
    expect(whatIf(chats, 2, RULES)?.waitS).toEqual(whatIf({ ...chats, present: 8, servers: 24 }, 0, RULES)?.waitS);
  });
});
