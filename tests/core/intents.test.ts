// The assistant's sessions by what customers wanted: they add up to what the assistant's shares are made of.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerIntents, type IntentRow } from '#core/intents.ts';
import type { Engine } from '#core/engine.ts';
import { readMetrics } from '#core/readings.ts';
import { parseScope } from '#core/scope.ts';
import type { SessionOutcome } from '#core/vocabulary.ts';
import { applyAll, fact, newEngine, NOON } from '../support/engine.ts';
import { factsOf, generatedFloor } from '../support/generated-floor.ts';

const SPAN = { fromAt: NOON - 4 * 3_600_000, toAt: NOON + 3_600_000 };

function intents(engine: Engine, scopeText = 'all', span = SPAN): IntentRow[] {
  const scope = parseScope(scopeText);
  if (!scope.ok) throw new Error(scope.problem.message);
  const work = answerIntents(engine, scope.value, span);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

it('sessions by intent add up to those that the deflection is made of, whatever the floor', () => {
  const floors = fc.tuple(generatedFloor, fc.boolean(), fc.constantFrom('all', 'site:north', 'channel:phone'));
  fc.assert(
    fc.property(floors, ([floor, assistantExcludesDirect, text]) => {
      const engine = applyAll(newEngine({ assistantExcludesDirect }), factsOf(floor));
      const scope = parseScope(text);
      if (!scope.ok) throw new Error(scope.problem.message);
      const { counts } = readMetrics(engine, scope.value, SPAN)['assistant.deflection'];
      const rows = intents(engine, text);
      for (const key of ['resolved', 'handedOver', 'left'] as const)
        expect(rows.reduce((sum, row) => sum + row[key], 0)).toBe(counts[key]);
    }),
    { numRuns: 60 },
  );
});

it('each intent has its own shares, the most asked for first, as they stood at the end of the window', () => {
  const ended = (n: number, at: number, intent: string | undefined, outcome: SessionOutcome, rev = 0) =>
    fact('assistant.ended', at, { contact: `c${n}`, outcome, rev, ...(intent && { intent }) });
  const engine = applyAll(newEngine(), [
    ended(1, 0, 'balance', 'resolved'),
    ended(2, 10, 'balance', 'handed_over'),
    ended(3, 20, 'roaming', 'left'),
    ended(4, 30, undefined, 'open'),
    // An hour later it turns out that it was another matter.
    ended(1, 3600, 'roaming', 'handed_over', 1),
  ]);
  expect(intents(engine, 'all', { fromAt: NOON, toAt: NOON + 60_000 })).toEqual([
    { intent: 'balance', sessions: 2, resolved: 1, handedOver: 1, left: 0 },
    { intent: 'roaming', sessions: 1, resolved: 0, handedOver: 0, left: 1 },
  ]);
  expect(intents(engine, 'all', { fromAt: NOON, toAt: NOON + 7200_000 })).toEqual([
    { intent: 'roaming', sessions: 2, resolved: 0, handedOver: 1, left: 1 },
    { intent: 'balance', sessions: 1, resolved: 0, handedOver: 1, left: 0 },
  ]);
});
