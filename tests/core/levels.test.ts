// Goals by scope, and levels that don't flicker.
import { describe, expect, it } from 'vitest';
import { goalOf, nameIn, REFERENCE, zoneOf } from '#core/directory.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { parseShow, type Show } from '#core/view/show.ts';
import { applyAll, newEngine, NOON, read, visit } from '../support/engine.ts';

function shownOf(list: string): Show {
  const show = parseShow(list);
  if (!show.ok) throw new Error(show.problem.message);
  return show.value;
}

const goals = [
  { metric: 'asa', look: 30, act: 60 },
  { metric: 'asa', scope: 'queue:vip', look: 10, act: 20 },
  { metric: 'asa', scope: 'site:north', look: 25, act: 50 },
  { metric: 'asa', scope: 'site:north,queue:vip', look: 5, act: 15 },
];

describe('goals', () => {
  const directory = { ...REFERENCE, goals };
  const look = (scope: object) => goalOf(directory, 'asa', scope, { look: 40, act: 80, bad: 'above' }, 'lower')?.look;

  it('are those of the most specific scope that holds the one asked for', () => {
    expect([{}, { queue: 'vip' }, { site: 'north' }, { site: 'north', queue: 'vip' }].map(look)).toEqual([
      30, 10, 25, 5,
    ]);
    expect(look({ queue: 'other' })).toBe(30);
    expect(look({ site: 'south', queue: 'vip', channel: 'phone' })).toBe(10);
  });

  it('are the metric’s own where the settings say nothing', () => {
    const standard = { look: 0.05, act: 0.1, bad: 'above' } as const;
    expect(goalOf(directory, 'abandon.rate', {}, standard, 'lower')).toBe(standard);
    expect(goalOf(directory, 'fcr', {}, undefined, 'higher')).toBe(undefined);
  });

  it('judge the number of their scope', () => {
    const facts = visit('a', 'vip', 0, 12);
    expect(read(applyAll(newEngine({ goals }), facts), 60, '5m', 'queue:vip').asa).toMatchObject({
      state: 'look',
      goal: { look: 10, act: 20, bad: 'above' },
    });
    expect(read(applyAll(newEngine({ goals }), facts), 60, '5m').asa.state).toBe('fine');
  });
});

describe('the goal of the longest wait', () => {
  const facts = [...visit('a', 'care', 0, 300), ...visit('b', 'vip', 0, 300)];
  const promised = { metric: 'wait.longest', scope: 'queue:sales', look: 5, act: 200 };
  const queues = [{ id: 'vip', thresholdS: 10 }];
  const engine = applyAll(newEngine({ queues, goals: [promised] }), [...facts, ...visit('c', 'sales', 0, 300)]);
  const view = new FloorViewBuilder(engine, 'all', {}, { show: shownOf('ladder,queues') }).build(NOON + 50_000, []);

  it('is twice T of the queue, and to act at four times; what the settings promise goes before', () => {
    const goals = ['care', 'vip', 'sales'].map((id) => read(engine, 50, 'now', `queue:${id}`)['wait.longest'].goal);
    expect(goals).toMatchObject([
      { look: 60, act: 120 },
      { look: 20, act: 40 },
      { look: 5, act: 200 },
    ]);
    expect(read(engine, 50, 'now')['wait.longest'].goal).toMatchObject({ look: 60, act: 120 });
  });

  it('is the same for the number, for the row of the queue and on the ladder', () => {
    for (const [id, level] of Object.entries({ care: 'fine', vip: 'act', sales: 'look' })) {
      const { goal, state } = read(engine, 50, 'now', `queue:${id}`)['wait.longest'];
      const row = view.queues?.find((one) => one.id === id);
      expect([state, row?.levels.longest], id).toEqual([level, level]);
      expect([row?.goalS, view.ladder?.queues[id].goal], id).toEqual([goal?.look, goal]);
    }
  });
});

describe('a level', () => {
  // Somebody waits from 0 to 70: past the goal of 60 s from 60 on.
  const engine = applyAll(newEngine(), visit('a', 'care', 0, 70));
  const state = (second: number) => read(engine, second, 'now')['wait.longest'].state;

  it('gets worse at once', () => {
    expect([59, 60, 60.5, 61].map(state)).toEqual(['fine', 'fine', 'look', 'look']);
  });

  it('gets better only when the number has been clear of it for a while, and says the same whenever it is asked', () => {
    const waiting = applyAll(newEngine(), [...visit('a', 'care', 0, 70), ...visit('b', 'care', 65, 200)]);
    const later = (second: number) => read(waiting, second, 'now')['wait.longest'].state;
    expect([70.5, 75, 85].map(later)).toEqual(['look', 'look', 'look']);
    expect(later(101)).toBe('fine');
    expect(later(75)).toBe('look');
  });

  it('is judged anew where a late event changed what was', () => {
    const engine = applyAll(newEngine(), visit('b', 'care', 65, 200));
    const onScreen = new FloorViewBuilder(engine, 'all', {});
    const longest = (builder: FloorViewBuilder) => builder.build(NOON + 75_000, []).queues?.[0].levels.longest;
    expect(longest(onScreen)).toBe('fine');
    applyAll(engine, visit('a', 'care', 0, 70));
    expect(longest(new FloorViewBuilder(engine, 'all', {}))).toBe('look');
    expect(longest(onScreen)).toBe('look');
  });

  it('is none where there is no number, whatever was before', () => {
    expect(state(75)).toBe('none');
  });
});

describe('names and zones', () => {
  it('are told in the language asked for, else in English, else in any', () => {
    const names = { en: 'Rostov-on-Don', ru: 'Ростов-на-Дону' };
    expect(['ru', 'ru-RU', 'de', 'en'].map((language) => nameIn(names, language))).toEqual([
      'Ростов-на-Дону',
      'Ростов-на-Дону',
      'Rostov-on-Don',
      'Rostov-on-Don',
    ]);
    expect(nameIn({ kk: 'Алматы' }, 'de')).toBe('Алматы');
    expect(nameIn('Rostov', 'ru')).toBe('Rostov');
  });

  it('of a queue and of a team are those of their site', () => {
    const directory = {
      ...REFERENCE,
      zone: 'Europe/Moscow',
      sites: [{ id: 'omsk', zone: 'Asia/Omsk' }, { id: 'rostov' }],
      teams: [{ id: 'red', site: 'omsk' }],
      queues: [{ id: 'care', site: 'omsk' }],
    };
    const scopes = [{}, { site: 'omsk' }, { site: 'rostov' }, { team: 'red' }, { queue: 'care' }, { queue: 'other' }];
    expect(scopes.map((scope) => zoneOf(directory, scope))).toEqual([
      'Europe/Moscow',
      'Asia/Omsk',
      'Europe/Moscow',
      'Asia/Omsk',
      'Asia/Omsk',
      'Europe/Moscow',
    ]);
  });
});
