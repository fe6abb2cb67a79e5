import { describe, expect, test } from 'vitest';
import type { SourceView } from '#core/view/floor-view.ts';
import { judgeFreshness, type Picture } from '#lib/live/freshness.ts';
import { isTimeToReload } from '#lib/live/new-build.ts';
import { settleLanguage } from '#lib/language.ts';
import { ageWords } from '#lib/ui/age-words.ts';

await settleLanguage('en');

const NOON = Date.UTC(2026, 5, 1, 12, 0, 0);
const source = (given: Partial<SourceView> = {}): SourceView => ({
  id: 'pbx1',
  state: 'up',
  lastEventAt: NOON,
  late: 0,
  rejected: 0,
  skewMs: null,
  simulated: false,
  since: null,
  ...given,
});
const picture = (given: Partial<Picture> = {}): Picture => ({
  link: 'live',
  now: NOON,
  asOf: NOON,
  view: { newestAt: NOON, sources: [source()] },
  ...given,
});
const words = (p: Picture): string[] => Object.values(ageWords(judgeFreshness(p), p.link, 'UTC'));

describe('the age of what a screen shows', () => {
  test.each([
    [0, 'fresh'],
    [5_000, 'fresh'],
    [5_001, 'amber'],
    [15_000, 'amber'],
    [15_001, 'stale'],
  ])('after %d ms it is %s', (ms, age) => expect(judgeFreshness(picture({ now: NOON + ms })).age).toBe(age));

  test('sources that tell of earlier, and come nearer, are told from silent ones', () => {
    const behind = picture({ asOf: NOON + 3_600_000, now: NOON + 3_600_000 });
    expect(words({ ...behind, isAdvancing: true })).toEqual([
      'catching up, 12:00',
      'The sources are catching up: the numbers are of 12:00 so far.',
    ]);
    expect(words({ ...behind, isAdvancing: false })[1]).toMatch(/^The sources are silent/);
    expect(judgeFreshness({ ...behind, isAdvancing: true }).age).toBe('stale');
  });

  test('a lost connection is told from silent sources, and both from a server that stopped publishing', () => {
    const later = NOON + 20_000;
    expect(judgeFreshness(picture({ link: 'lost', now: later })).cause).toBe('connection');
    expect(judgeFreshness(picture({ now: later })).cause).toBe('server');
    expect(judgeFreshness(picture({ now: later, asOf: later })).cause).toBe('sources');
    expect(words(picture({ link: 'lost', now: later }))).toEqual([
      'no data since 12:00',
      'Connection to the server lost. The numbers are those of 12:00. Trying again.',
    ]);
    expect(words(picture({ now: later, asOf: later }))[1]).toContain('sources are silent');
    expect(words(picture({ now: later }))[1]).toContain('sends no numbers');
  });

  test('a connection that has just gone says so before anything is old', () => {
    expect(words(picture({ link: 'lost', now: NOON + 800 }))[0]).toBe('no connection, 0.8 s old');
  });

  test('fresh frames of old events are old', () => {
    const p = picture({ now: NOON + 60_000, asOf: NOON + 60_000 });
    expect(judgeFreshness(p)).toMatchObject({ age: 'stale', ageMs: 60_000, upTo: NOON });
  });

  test('a source whose clock is ahead makes nothing younger than now', () => {
    const view = { newestAt: NOON + 90_000, sources: [source()] };
    expect(judgeFreshness(picture({ view, now: NOON + 1_000 })).ageMs).toBe(1_000);
    expect(judgeFreshness(picture({ view, now: NOON + 20_000 })).age).toBe('stale');
  });

  test('before the first event nothing is old, but a lost server is still missed', () => {
    const view = { newestAt: null, sources: [] };
    expect(judgeFreshness(picture({ view, now: NOON + 200 })).age).toBe('fresh');
    expect(judgeFreshness(picture({ view, link: 'lost', now: NOON + 20_000 }))).toMatchObject({
      age: 'stale',
      cause: 'connection',
    });
  });

  test('before the first frame there is no age to tell', () => {
    expect(words(picture({ asOf: null, view: null, link: 'connecting' }))).toEqual([
      'connecting',
      'Connecting to the server.',
    ]);
  });

  test('data of another day are named by their day', () => {
    expect(words(picture({ now: NOON + 3 * 86_400_000, asOf: NOON + 3 * 86_400_000 }))[0]).toContain('1 Jun 2026');
  });
});

describe('[P3] a page of another build', () => {
  const situation = { own: 'b1', served: 'b2', calm: true, waitedMs: 0 };
  test('loads itself again when its screen is calm', () => expect(isTimeToReload(situation)).toBe(true));
  test('waits while somebody has to act, but not for ever', () => {
    expect(isTimeToReload({ ...situation, calm: false, waitedMs: 60_000 })).toBe(false);
    expect(isTimeToReload({ ...situation, calm: false, waitedMs: 600_000 })).toBe(true);
  });
  test('stays when the server serves the same build or does not say which', () => {
    for (const served of ['b1', '', null]) expect(isTimeToReload({ ...situation, served })).toBe(false);
  });
});
