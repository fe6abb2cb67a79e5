// The part `people` of a floor's view: everybody who is signed in, as the API says it, whatever was asked before.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerAgents } from '#core/answers.ts';
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { diff } from '#core/protocol/delta.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { MOST_PEOPLE, type People } from '#core/view/floor-view.ts';
import { parseShow } from '#core/view/show.ts';
import { applyAll, fact, newEngine, NOON } from '../support/engine.ts';
import { factsOf, generatedFloor } from '../support/generated-floor.ts';

const SCOPES = ['all', 'site:north', 'team:blue', 'queue:sales', 'queue:__proto__', 'site:north,queue:tariffs'];

function scopeOf(text: string): Scope {
  const scope = parseScope(text);
  if (!scope.ok) throw new Error(scope.problem.message);
  return scope.value;
}

function builderOf(engine: Engine, scope = 'all', language = 'en'): FloorViewBuilder {
  const show = parseShow('people');
  if (!show.ok) throw new Error(show.problem.message);
  return new FloorViewBuilder(engine, scope, scopeOf(scope), { show: show.value, language });
}

const peopleOf = (builder: FloorViewBuilder, at: number): People => builder.build(at, []).people as People;

/** The rows of /api/v1/agents of those who are signed in, by id. */
function signedIn(engine: Engine, scope: string, at: number): [string, object][] {
  const rows = answerAgents(engine, scopeOf(scope), at).filter(({ state }) => state !== 'offline');
  return rows.map(({ id, since, reason, ...row }) => [
    id,
    { ...row, sinceAt: Date.parse(since), ...(reason === '' ? {} : { reason }) },
  ]);
}

const SECONDS = fc.integer({ min: -3 * 3600, max: 600 });

describe('[P19] the people of a view', () => {
  it('are those whom the API says at that instant, in any order of instants and whatever comes late', () => {
    const floorAndLooks = fc.tuple(generatedFloor, fc.constantFrom(...SCOPES), fc.array(SECONDS, { minLength: 4 }));
    fc.assert(
      fc.property(floorAndLooks, ([floor, scope, looks]) => {
        const facts = factsOf(floor);
        const late = facts.splice(0, facts.length >> 1);
        const engine = applyAll(newEngine(), facts);
        const builder = builderOf(engine, scope);
        looks.forEach((seconds, i) => {
          // Half of the facts come between two looks.
          if (i === looks.length >> 1) applyAll(engine, late);
          const at = NOON + seconds * 1000;
          expect(Object.entries(peopleOf(builder, at).people)).toEqual(signedIn(engine, scope, at));
        });
      }),
      { numRuns: 150 },
    );
  });

  it('who did not change stay the same, and a delta has only those who did', () => {
    const engine = applyAll(newEngine(), [state('ann', 'available'), state('bob', 'contact'), state('eve', 'break')]);
    const builder = builderOf(engine);
    const before = peopleOf(builder, NOON + 60_000);
    applyAll(engine, [
      fact('agent.state', 70, { agent: 'bob', state: 'wrapup' }),
      // Said again, not begun again.
      fact('agent.state', 75, { agent: 'eve', state: 'break', reason: 'lunch' }),
    ]);
    const after = peopleOf(builder, NOON + 80_000);
    expect(after.people.ann).toBe(before.people.ann);
    expect(after.people.eve).toBe(before.people.eve);
    const bob = { o: { state: { v: 'wrapup' }, sinceAt: { v: NOON + 70_000 } }, d: ['reason'] };
    expect(diff(before, after)).toEqual({ o: { people: { o: { bob } } } });
  });

  it('an agent named __proto__ is one of them', () => {
    const builder = builderOf(applyAll(newEngine(), [state('__proto__', 'available')]));
    expect(Object.entries(peopleOf(builder, NOON + 60_000).people)).toHaveLength(1);
  });

  it('are called by the names of the settings, in the language that was asked for', () => {
    const directory = {
      sites: [{ id: 'north', name: { en: 'North', ru: 'Север' } }],
      teams: [{ id: 'blue' }],
      queues: [{ id: 'sales', name: 'Sales' }],
    };
    const engine = applyAll(newEngine(directory), [state('ann', 'available')]);
    const people = peopleOf(builderOf(engine, 'all', 'ru'), NOON + 60_000);
    expect(people).toMatchObject({ sites: { north: 'Север' }, teams: {}, queues: { sales: 'Sales' } });
  });

  it('are so many that a connection can take them, and the number says how many there are', () => {
    const facts: Fact[] = Array.from({ length: MOST_PEOPLE + 5 }, (_, i) => state(`a${i}`, 'contact'));
    const { signedIn, people } = peopleOf(builderOf(applyAll(newEngine(), facts)), NOON + 60_000);
    expect(signedIn).toBe(MOST_PEOPLE + 5);
    expect(Object.keys(people)).toHaveLength(MOST_PEOPLE);
  });
});

function state(agent: string, name: 'available' | 'contact' | 'break'): Fact {
  return fact('agent.state', 0, {
    agent,
    state: name,
    reason: 'lunch',
    site: 'north',
    team: 'blue',
    queues: ['sales'],
  });
}
