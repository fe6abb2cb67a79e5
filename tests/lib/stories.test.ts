// The floors of the stories are no lies: their numbers agree with each other, and they are what their names say.
import { describe, expect, it } from 'vitest';
import type { FloorView } from '#core/view/floor-view.ts';
import { USUAL_SHOW } from '#core/view/show.ts';
import { WINDOWS } from '#core/window.ts';
import { METRICS } from '#lib/stories/readings.ts';
import { STORY_AT } from '#lib/stories/story-floor.ts';
import { StoryViews } from '#lib/stories/story-views.ts';

const NEEDS = [...USUAL_SHOW.split(','), 'ladder', 'sites', 'streams', 'staff.gap@now', 'staff.required@now'];
const views = new StoryViews(NEEDS, 'en');
const FLOORS = ['calm', 'look', 'act', 'largest', 'longNames'] as const;
const value = (view: FloorView, key: string): number | null => view.readings[key].value;

describe.each(FLOORS)('the floor “%s” of the stories', (name) => {
  const view = views[name];

  it('counts its people, its waiting and its requests everywhere alike', () => {
    const byState = Object.values(view.agents?.byState ?? {}).reduce((sum, n) => sum + n, 0);
    expect(view.agents?.states).toHaveLength(byState);
    expect(value(view, 'agents.signedin@now')).toBe(byState);
    expect(value(view, 'agents.available@now')).toBe(view.agents?.byState.available ?? 0);
    expect(view.queues?.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(value(view, 'waiting@now'));
    expect(view.ladder?.waiting).toBe(value(view, 'waiting@now'));
    const { assistant, resolved, handedOver, leftAssistant } = view.flow ?? {};
    expect(assistant).toBe((resolved ?? 0) + (handedOver ?? 0) + (leftAssistant ?? 0));
    expect(value(view, 'assistant.deflection@today')).toBeCloseTo((resolved ?? 0) / (assistant ?? 1), 6);
  });

  it('has who waits longest in front, as its longest wait says', () => {
    const entered = Object.keys(view.ladder?.people ?? {}).map((key) => Math.floor(Number(key)));
    expect(entered).toEqual([...entered].sort((a, b) => a - b));
    expect((STORY_AT - entered[0]) / 1000).toBe(value(view, 'wait.longest@now'));
    const longest = Math.max(...(view.queues ?? []).map(({ longestS }) => longestS ?? 0));
    expect(longest).toBe(value(view, 'wait.longest@now'));
  });

  it('has a number of every metric over every window', () => {
    const all = [...METRICS.keys()].flatMap((key) => WINDOWS.map((window) => `${key}@${window}`));
    for (let from = 0; from < all.length; from += 80) {
      const { readings } = new StoryViews(all.slice(from, from + 80), 'en')[name];
      for (const [key, reading] of Object.entries(readings)) {
        if (reading.value !== null) expect(reading.value, key).toSatisfy(Number.isFinite);
        if (reading.unit === 'ratio') expect(reading.value ?? 0, key).toBeLessThanOrEqual(1);
      }
    }
  });
});

it('a calm floor is fine, one to look at has something above its goal, one to act on has more', () => {
  const judged = ['wait.longest@now', 'asa@5m', 'service.level@15m', 'assistant.deflection@today', 'nps@24h'];
  const levels = (view: FloorView) => judged.map((key) => view.readings[key].state);
  expect(levels(views.calm)).toEqual(['fine', 'fine', 'fine', 'fine', 'fine']);
  expect(levels(views.look)).toContain('look');
  expect(levels(views.look)).not.toContain('act');
  expect(levels(views.act)).toEqual(['act', 'act', 'act', 'act', 'act']);
  expect([views.calm, views.look, views.act].map((view) => view.readings['staff.gap@now'].state)).toEqual([
    'fine',
    'look',
    'act',
  ]);
});

it('the largest floor has 2 000 people, seven digits, hours, all and none', () => {
  const { largest } = views;
  expect(value(largest, 'agents.signedin@now')).toBe(2000);
  expect(largest.flow?.assistant).toBeGreaterThan(1_000_000);
  expect(value(largest, 'asa@5m')).toBeGreaterThan(3 * 3600);
  expect(value(largest, 'assistant.deflection@today')).toBe(1);
  expect(value(largest, 'nps@24h')).toBe(-100);
});

it('before the first event nothing is said', () => {
  const { nothing } = views;
  expect(nothing).toMatchObject({ newestAt: null, readings: {}, lines: {}, queues: [], ladder: { waiting: 0 } });
});

it('the same story is the same every time, in the language it is told in', () => {
  const [english, russian] = [new StoryViews(NEEDS, 'en').act, new StoryViews(NEEDS, 'ru').act];
  expect(english).toEqual(views.act);
  expect(russian.title).toMatch(/[а-я]/);
  expect(russian.readings).toEqual(english.readings);
});
