import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOfScope, type Alert, type EndedAlert } from '#core/alert/alert.ts';
import { isQuietAt } from '#core/alert/quiet.ts';
import type { Rule } from '#core/alert/rule.ts';
import { limitsOf, verdictOn, type Sample } from '#core/alert/verdict.ts';
import { acknowledge, beginning, snooze, step, type Watched } from '#core/alert/watch.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
const ABOUT = {
  rule: 'wait',
  title: 'Wait',
  severity: 'act',
  notify: { desktop: true, sound: true },
  place: 'queue:care',
  name: 'Care',
  within: { channel: 'phone' },
  metric: { id: 'wait.longest', unit: 's' },
  window: 'now',
} as const;

function rule(more: Partial<Rule> = {}): Rule {
  return {
    ...{ id: 'wait', title: 'Wait', metric: 'wait.longest', window: 'now', scope: 'each queue' },
    ...{ condition: { above: 120, clear: 90 }, forS: 60, of: null, clearForS: 30, everyS: 1, least: {}, quiet: [] },
    ...{ severity: 'act', off: false, notify: { desktop: true, sound: true, webhooks: true } },
    ...more,
  };
}

function sample(value: number | null, more: Partial<Sample> = {}): Sample {
  return { value, unit: 's', level: 'none', counts: {}, thresholdS: 30, isBlind: false, ...more };
}

interface Told {
  at: number;
  what: 'fired' | 'notified' | 'ended';
  id: string;
}

/** A place under one rule, sample by sample. */
class Place {
  watched: Watched;
  told: Told[] = [];
  ended: EndedAlert[] = [];
  isQuiet = false;
  readonly #rule: Rule;
  #ids = 0;

  constructor(of: Rule, at = NOON) {
    this.#rule = of;
    this.watched = beginning(at);
  }

  get alert(): Alert | null {
    return this.watched.alert;
  }

  look(at: number, one: Sample): void {
    const before = this.watched;
    const looking = { about: () => ABOUT, isQuiet: this.isQuiet, newId: () => `alert-${++this.#ids}` };
    const { watched, notify, ended } = step(this.#rule, before, one, at, looking);
    this.watched = watched;
    if (!before.alert && watched.alert) this.told.push({ at, what: 'fired', id: watched.alert.id });
    if (notify) this.told.push({ at, what: 'notified', id: notify.id });
    if (!ended) return;
    this.ended.push(ended);
    this.told.push({ at, what: 'ended', id: ended.id });
  }

  /** @returns the instant after the last one */
  run(from: number, values: readonly (number | null)[], everyMs = 1000): number {
    values.forEach((value, i) => this.look(from + i * everyMs, sample(value)));
    return from + values.length * everyMs;
  }
}

const times = <T>(n: number, value: T): T[] => Array<T>(n).fill(value);
const whats = ({ told }: Place): string[] => told.map(({ what }) => what);

describe('an alert', () => {
  test('begins when the number was beyond its limit for long enough, and says since when', () => {
    const place = new Place(rule());
    const later = place.run(NOON, times(60, 130));
    expect(place.alert).toBeNull();
    place.look(later, sample(134));
    expect(place.alert).toMatchObject({ startedAt: NOON, firedAt: NOON + 60_000, value: 134, worst: 134, limit: 120 });
    expect(place.alert).toMatchObject({ ...ABOUT, acknowledged: null, snoozedUntil: null });
  });

  test('begins at once where its rule does not wait', () => {
    const place = new Place(rule({ forS: 0 }));
    place.look(NOON, sample(121));
    expect(whats(place)).toEqual(['fired', 'notified']);
  });

  test('does not begin when the number was fine once in between', () => {
    const place = new Place(rule());
    place.run(NOON, [...times(59, 130), 119, ...times(59, 130)]);
    expect(place.told).toEqual([]);
  });

  test('ends when the number was past the clearing value for long enough, and is itself until then', () => {
    const place = new Place(rule({ forS: 0 }));
    let at = place.run(NOON, [150, 100, 100, ...times(20, 80), 100, 200, ...times(30, 80)]);
    expect(place.told.map(({ what, id }) => `${what} ${id}`)).toEqual(['fired alert-1', 'notified alert-1']);
    expect(place.watched.phase).toBe('clearing');
    at = place.run(at, [80]);
    expect(place.ended).toMatchObject([
      { id: 'alert-1', startedAt: NOON, endedAt: at - 1000, ending: 'well', worst: 200 },
    ]);
    expect(place.watched).toEqual(beginning(at - 1000));
  });

  test('begins when so many of the last samples were bad, also when they were not in a row', () => {
    const place = new Place(rule({ forS: 0, of: { count: 3, within: 5 }, everyS: 60 }));
    const minute = 60_000;
    place.run(NOON, [130, 100, 130, 100, 100, 130, 100], minute);
    expect(place.alert).toBeNull();
    place.run(NOON + 7 * minute, [130, 130], minute);
    expect(place.alert).toMatchObject({ startedAt: NOON, firedAt: NOON + 8 * minute });
  });

  test('that was acknowledged tells nobody again, however the number moves', () => {
    const place = new Place(rule({ forS: 0 }));
    place.isQuiet = true;
    place.look(NOON, sample(150));
    place.watched = { ...place.watched, alert: acknowledge(place.alert as Alert, NOON + 500, 'Ann', 'moved six') };
    place.isQuiet = false;
    place.run(NOON + 1000, [150, 80, 150, 150]);
    expect(whats(place)).toEqual(['fired']);
    expect(place.alert?.acknowledged).toEqual({ at: NOON + 500, by: 'Ann', note: 'moved six' });
  });

  test('that was put off tells again when it is still there then', () => {
    const place = new Place(rule({ forS: 0 }));
    place.look(NOON, sample(150));
    place.watched = { ...place.watched, alert: snooze(place.alert as Alert, NOON + 10_000) };
    place.run(NOON + 1000, times(12, 150));
    expect(place.told.slice(2)).toEqual([{ at: NOON + 10_000, what: 'notified', id: 'alert-1' }]);
  });

  test('of quiet hours is there and tells nobody until they are over', () => {
    const place = new Place(rule({ forS: 0 }));
    place.isQuiet = true;
    const at = place.run(NOON, times(5, 150));
    expect(whats(place)).toEqual(['fired']);
    place.isQuiet = false;
    place.look(at, sample(150));
    expect(whats(place)).toEqual(['fired', 'notified']);
  });

  test('stays over no data, says so, and neither begins nor ends by it', () => {
    const place = new Place(rule({ forS: 3, clearForS: 3 }));
    place.run(NOON, [150, 150]);
    for (let i = 2; i < 60; i++) place.look(NOON + i * 1000, sample(null, { isBlind: true }));
    expect(place.watched).toMatchObject({ phase: 'pending', heldMs: 1000, unknownSince: NOON + 2000 });
    // What nobody saw counts neither way.
    place.run(NOON + 60_000, [150, 150]);
    expect(place.alert).toBeNull();
    place.look(NOON + 62_000, sample(150));
    expect(place.alert).not.toBeNull();
    expect(place.watched.unknownSince).toBeNull();
    for (let i = 63; i < 600; i++) place.look(NOON + i * 1000, sample(null, { isBlind: true }));
    expect(place.watched).toMatchObject({ phase: 'firing', unknownSince: NOON + 63_000 });
    expect(place.ended).toEqual([]);
  });

  test('of a clock that is set back an hour is put off for no longer than was said', () => {
    const place = new Place(rule({ forS: 0 }));
    place.look(NOON, sample(150));
    place.watched = { ...place.watched, alert: snooze(place.alert as Alert, NOON + 60_000) };
    const back = NOON - 3_600_000;
    place.look(back, sample(150));
    expect(place.alert).toMatchObject({ firedAt: back, startedAt: back, snoozedUntil: back + 60_000 });
    place.look(back + 1000, sample(null, { isBlind: true }));
    place.look(back + 60_000, sample(150));
    expect(place.told.at(-1)).toEqual({ at: back + 60_000, what: 'notified', id: 'alert-1' });
  });
});

/** Seconds from one sample to the next: mostly one, at times a gap, at times the clock is set back. */
const pauses = fc.array(fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, fc.integer({ min: -4000, max: 4000 })), {
  maxLength: 120,
});
const values = fc.oneof(fc.constantFrom(130, 100, 80), fc.double({ min: 0, max: 300, noNaN: true }), fc.constant(null));
const samples = fc
  .tuple(pauses, fc.infiniteStream(fc.tuple(values, fc.integer({ min: 0, max: 19 }))))
  .map(([steps, stream]) => {
    let at = NOON;
    return steps.map((seconds): [number, Sample] => {
      at += seconds * 1000;
      const [value, blind] = stream.next().value as [number | null, number];
      return [at, sample(value, { isBlind: blind === 0 })];
    });
  });
const rules = fc
  .record({
    forS: fc.integer({ min: 0, max: 8 }),
    clearForS: fc.integer({ min: 0, max: 8 }),
    of: fc.option(
      fc
        .integer({ min: 1, max: 6 })
        .chain((within) => fc.record({ count: fc.integer({ min: 1, max: within }), within: fc.constant(within) })),
    ),
  })
  .map(rule);

describe('whatever comes', () => {
  test('the same samples give the same alerts', () => {
    fc.assert(
      fc.property(rules, samples, (of, list) => {
        const [one, other] = [new Place(of), new Place(of)];
        for (const [at, what] of list) {
          one.look(at, what);
          other.look(at, what);
        }
        expect(other.told).toEqual(one.told);
        expect(other.watched).toEqual(one.watched);
      }),
    );
  });

  test('a restart at any sample changes nothing', () => {
    fc.assert(
      fc.property(rules, samples, fc.nat(), (of, list, restart) => {
        const [through, stopped] = [new Place(of), new Place(of)];
        list.forEach(([at, what], i) => {
          if (i === restart % (list.length + 1))
            stopped.watched = JSON.parse(JSON.stringify(stopped.watched)) as Watched;
          through.look(at, what);
          stopped.look(at, what);
        });
        expect(stopped.told).toEqual(through.told);
        expect(stopped.watched).toEqual(through.watched);
      }),
    );
  });

  test('nothing begins and nothing ends while the number stays between the two limits', () => {
    const between = fc.array(fc.double({ min: 90, minExcluded: true, max: 120, noNaN: true }), { maxLength: 200 });
    fc.assert(
      fc.property(rules, between, fc.boolean(), (of, list, isOpen) => {
        const place = new Place(of);
        let at = NOON;
        while (isOpen && !place.alert) at = place.run(at, [150]);
        const before = place.told.length;
        place.run(at, list);
        expect(place.told.length).toBe(before);
        expect(place.watched.phase === 'firing').toBe(isOpen);
      }),
    );
  });

  test('each alert begins once, is told at most once, and ends before the next one begins', () => {
    fc.assert(
      fc.property(rules, samples, (of, list) => {
        const place = new Place(of);
        for (const [at, what] of list) place.look(at, what);
        const order = place.told.map(({ what }) => what[0]).join('');
        expect(order).toMatch(/^(fne)*(fn)?$/);
        expect(new Set(place.ended.map(({ id }) => id)).size).toBe(place.ended.length);
        for (const { startedAt, firedAt, endedAt } of place.ended) {
          expect(startedAt).toBeLessThanOrEqual(firedAt);
          expect(firedAt).toBeLessThanOrEqual(endedAt);
        }
      }),
    );
  });

  test('second by second it begins and ends exactly where a plain count says', () => {
    const steady = fc.array(fc.constantFrom(130, 100, 80), { maxLength: 120 });
    fc.assert(
      fc.property(rules, steady, (of, list) => {
        const place = new Place(of);
        place.run(NOON, list);
        const expected = plainly(of, list).map(([i, what]) => `${NOON + i * 1000} ${what}`);
        const told = place.told.filter(({ what }) => what !== 'notified').map(({ at, what }) => `${at} ${what}`);
        expect(told).toEqual(expected);
      }),
    );
  });
});

/** The same by looking back over the whole list at every second. */
function plainly({ forS, clearForS, of }: Rule, list: readonly number[]): [number, 'fired' | 'ended'][] {
  const told: [number, 'fired' | 'ended'][] = [];
  let from = 0;
  let isOpen = false;
  list.forEach((_, i) => {
    const lasting = (n: number, is: (value: number) => boolean) => i - n >= from && list.slice(i - n, i + 1).every(is);
    const recent = list.slice(Math.max(from, i + 1 - (of?.within ?? 1)), i + 1).filter((value) => value > 120);
    if (!isOpen && lasting(forS, (value) => value > 120) && recent.length >= (of?.count ?? 1)) {
      told.push([i, 'fired']);
      isOpen = true;
      // The sample that opened it can't be one that clears it.
      from = i + 1;
    } else if (isOpen && lasting(clearForS, (value) => value < 90)) {
      told.push([i, 'ended']);
      isOpen = false;
      from = i + 1;
    }
  });
  return told;
}

describe('a sample is wrong', () => {
  const of = (condition: Rule['condition'], more: Partial<Sample>, least = {}) =>
    verdictOn({ condition, least }, sample(null, more));

  test('beyond the limit, and well past the clearing value', () => {
    expect(of({ above: 120, clear: 90 }, { value: 120.1 })).toBe('wrong');
    expect(of({ above: 120, clear: 90 }, { value: 120 })).toBe('between');
    expect(of({ above: 120, clear: 90 }, { value: 90 })).toBe('well');
    expect(of({ above: 120 }, { value: 120 })).toBe('well');
    expect(of({ below: 0.6, clear: 0.65 }, { value: 0.59 })).toBe('wrong');
    expect(of({ below: 0.6, clear: 0.65 }, { value: 0.62 })).toBe('between');
    expect(of({ below: 0.6, clear: 0.65 }, { value: 0.65 })).toBe('well');
  });

  test('beyond so many times T', () => {
    expect(of({ aboveT: 2, clearT: 1 }, { value: 41, thresholdS: 20 })).toBe('wrong');
    expect(of({ aboveT: 2, clearT: 1 }, { value: 39, thresholdS: 20 })).toBe('between');
    expect(limitsOf({ aboveT: 2 }, { thresholdS: 20 })).toEqual({ limit: 40, clear: null, bad: 'above' });
  });

  test('at a level of the metric’s own, or a worse one', () => {
    const goal = { look: 60, act: 40, bad: 'below' } as const;
    expect(of({ worse: 'act' }, { value: 35, level: 'act', goal })).toBe('wrong');
    // The band of the NPS reaches past the goal: the metric does not judge.
    expect(of({ worse: 'act' }, { value: 35, level: 'none', goal })).toBe('well');
    expect(of({ worse: 'look' }, { value: 35, level: 'act', goal })).toBe('wrong');
    expect(of({ worse: 'act', clear: 50 }, { value: 45, level: 'look', goal })).toBe('between');
    expect(limitsOf({ worse: 'act' }, { thresholdS: 30, goal })).toEqual({ limit: 40, clear: null, bad: 'below' });
  });

  test('when nothing is heard, and only then, where no data is what it looks for', () => {
    expect(of({ noData: true }, { value: 5 })).toBe('well');
    expect(of({ noData: true }, { value: null })).toBe('wrong');
    expect(of({ noData: true }, { value: 5, isBlind: true })).toBe('wrong');
    expect(of({ above: 1 }, { value: 5, isBlind: true })).toBe('unknown');
    expect(of({ above: 1 }, { value: null })).toBe('well');
  });

  test('not where too little is behind the number', () => {
    expect(of({ above: 0.1 }, { value: 0.5, counts: { offered: 2 } }, { offered: 20 })).toBe('well');
    expect(of({ above: 0.1 }, { value: 0.5, counts: { offered: 20 } }, { offered: 20 })).toBe('wrong');
  });
});

test('quiet hours go by the clock of the site, over midnight and on the days they begin', () => {
  const nights = [{ from: '22:00', to: '08:00', days: [5] }];
  const at = (text: string) => isQuietAt(nights, Date.parse(text), 'Europe/Moscow');
  expect(at('2026-11-27T18:59:59Z')).toBe(false);
  expect(at('2026-11-27T19:00:00Z')).toBe(true);
  expect(at('2026-11-28T04:59:59Z')).toBe(true);
  expect(at('2026-11-28T05:00:00Z')).toBe(false);
  expect(at('2026-11-28T19:00:00Z')).toBe(false);
  expect(isQuietAt([], Date.parse('2026-11-27T20:00:00Z'), 'Europe/Moscow')).toBe(false);
});

test('an alert is on the walls of its place and of what holds it, and on no other', () => {
  const of = (scope: string, place: string, within = {}) => isOfScope({ place, within }, scope);
  expect(of('all', 'queue:care')).toBe(true);
  expect(of('site:rostov', 'all')).toBe(true);
  expect(of('site:rostov', 'site:rostov')).toBe(true);
  expect(of('site:rostov', 'site:moscow')).toBe(false);
  expect(of('site:rostov', 'queue:care', { channel: 'phone' })).toBe(true);
  expect(of('site:rostov', 'queue:care', { site: 'moscow' })).toBe(false);
  expect(of('channel:webchat', 'queue:care', { channel: 'phone' })).toBe(false);
  expect(of('site:rostov', 'source:pbx')).toBe(true);
});
