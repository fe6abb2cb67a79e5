// Words and addresses of a screen that shows the past.
import { describe, expect, it } from 'vitest';
import { judgePast } from '#lib/live/freshness.ts';
import { addressWith } from '#lib/rewind/address.ts';
import { lookingWords, markWords, startWords } from '#lib/rewind/past-words.ts';
import { settleLanguage } from '#lib/language.ts';
import { ageWords, pastTrouble } from '#lib/ui/age-words.ts';

await settleLanguage('en');

const AT = Date.UTC(2026, 10, 26, 8, 40);
const MOSCOW = 'Europe/Moscow';

describe('the mark of the past', () => {
  it('says the moment by the site’s clock, that it is the past, and how fast it plays', () => {
    expect(markWords({ at: AT, speed: 0 }, AT + 1e7, MOSCOW)).toBe('26 Nov, 11:40:00 · the past');
    expect(markWords({ at: AT, speed: 60 }, AT + 1e7, MOSCOW)).toBe('26 Nov, 11:40:00 · the past · 60×');
  });

  it('names the year of another year, by the site’s calendar', () => {
    const newYear = Date.UTC(2026, 11, 31, 22);
    expect(markWords({ at: AT, speed: 0 }, newYear, MOSCOW)).toContain('26 Nov 2026, 11:40:00');
    expect(markWords({ at: AT, speed: 0 }, newYear, 'UTC')).toContain('26 Nov, 08:40:00');
  });

  it('names no time of another zone while the site’s is not known', () => {
    expect(markWords({ at: AT, speed: 10 }, null, null)).toBe('the past · 10×');
    const awaited = { isLooking: true, wanted: { at: AT, speed: 0 as const }, now: AT };
    expect(lookingWords({ ...awaited, zone: null })).toBe('Looking up the moment.');
    expect(lookingWords({ ...awaited, zone: MOSCOW })).toBe('Looking up 26 Nov, 11:40:00.');
    expect(lookingWords({ ...awaited, wanted: null, zone: MOSCOW })).toBe('');
  });
});

describe('an address', () => {
  it('gets the moment and keeps all else, and loses it for the present', () => {
    const params = new URLSearchParams('scope=site:rostov&sort=-waiting');
    const past = addressWith(params, { at: AT, speed: 60 });
    expect(past).toBe('?scope=site:rostov&sort=-waiting&at=2026-11-26T08:40:00Z&speed=60');
    expect(addressWith(new URLSearchParams(past), { at: AT + 1000, speed: 0 })).toBe(
      '?scope=site:rostov&sort=-waiting&at=2026-11-26T08:40:01Z',
    );
    expect(addressWith(new URLSearchParams(past), null)).toBe('?scope=site:rostov&sort=-waiting');
  });
});

describe('a server that starts', () => {
  it('says how far it is and how long it takes, as coarse as it is known', () => {
    const words = (done: number, secondsLeft: number | null) => startWords({ done, of: 1000, secondsLeft });
    expect(words(630, 38)).toBe('Reading the log: 63%, about 40 s left.');
    expect(words(10, null)).toBe('Reading the log: 1%.');
    expect(words(990, 0)).toBe('Reading the log: 99%, about 1 s left.');
    expect(words(1000, 0)).toContain('99%');
    expect(words(100, 560)).toContain('about 9 min left');
    expect(startWords({ done: 0, of: 0, secondsLeft: null })).toBe('Reading the log.');
  });

  const starting = { done: 630, of: 1000, secondsLeft: 38 };

  it('is told of beside an empty screen, and an old picture says of when it is', () => {
    const fresh = { age: 'fresh', ageMs: null, cause: null, upTo: null } as const;
    expect(ageWords(fresh, 'live', MOSCOW, starting)).toEqual({
      short: 'starting',
      cause: 'Reading the log: 63%, about 40 s left.',
    });
    const old = { age: 'stale', ageMs: 60_000, cause: 'server', upTo: AT } as const;
    expect(ageWords(old, 'live', MOSCOW, starting)).toEqual({
      short: 'no data since 11:40',
      cause: 'Reading the log: 63%, about 40 s left. The numbers are those of 11:40.',
    });
    expect(ageWords({ ...old, cause: 'connection' }, 'lost', MOSCOW, starting).cause).toContain(
      'Connection to the server lost',
    );
    expect(pastTrouble(fresh, 'live', starting)).toContain('63%');
  });
});

describe('a picture of the past', () => {
  it('does not age: only the way to it can be in trouble', () => {
    const still = { link: 'live', asOf: AT, isPlaying: false, silentMs: 1e9 } as const;
    expect(judgePast(still)).toEqual({ age: 'fresh', ageMs: null, cause: null, upTo: AT });
    expect(judgePast({ ...still, link: 'lost' }).cause).toBe('connection');
    expect(judgePast({ ...still, isPlaying: true }).cause).toBe('server');
    expect(judgePast({ ...still, isPlaying: true, silentMs: 900 }).cause).toBeNull();
  });

  it('never speaks of being live', () => {
    for (const link of ['live', 'lost', 'connecting'] as const)
      for (const isPlaying of [true, false]) {
        const freshness = judgePast({ link, asOf: AT, isPlaying, silentMs: 1e9 });
        expect(pastTrouble(freshness, link, null)).not.toMatch(/\blive\b/i);
      }
  });
});
