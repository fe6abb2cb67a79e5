// Days by the clock of a zone.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { clockAt, dateAfter, DAY_MS, dayOf, dayOn, sameClockOn } from '#core/local-day.ts';

const HOUR = 3_600_000;
const BERLIN = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);

describe('a day of a zone', () => {
  it('is what Temporal says, with clocks that are set at night, at midnight or by half an hour, and across the date line', () => {
    const zones = [
      BERLIN,
      'Europe/Moscow',
      'Asia/Beirut',
      'America/Havana',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
    ];
    for (const zone of zones)
      for (let date = Temporal.PlainDate.from('2024-01-01'); date.year < 2026; date = date.add({ days: 1 })) {
        const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
        const text = date.toString();
        expect(dayOn(text, zone), zone).toEqual({
          date: text,
          fromAt: start(date),
          toAt: start(date.add({ days: 1 })),
        });
      }
  });

  it('has 23 hours where clocks are set forward and 25 where they are set back', () => {
    const hours = (date: string) => (dayOn(date, BERLIN).toAt - dayOn(date, BERLIN).fromAt) / HOUR;
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25]);
  });

  it('holds its first instant and not its last', () => {
    const { fromAt, toAt } = dayOn('2026-11-26', BERLIN);
    expect(dayOf(fromAt, BERLIN).date).toBe('2026-11-26');
    expect(dayOf(fromAt - 1, BERLIN).date).toBe('2026-11-25');
    expect(dayOf(toAt, BERLIN).date).toBe('2026-11-27');
  });

  it('goes over months and leap days', () => {
    expect(dateAfter('2024-03-01', -1)).toBe('2024-02-29');
    expect(dateAfter('2026-12-31', 1)).toBe('2027-01-01');
  });
});

describe('the same time on another day', () => {
  const on = (date: string, instant: string) =>
    new Date(sameClockOn(dayOn(date, BERLIN), at(instant), BERLIN)).toISOString();

  it('is what the clock says, whatever lies between', () => {
    expect(on('2026-03-30', '2026-03-23T09:40:07Z')).toBe('2026-03-30T08:40:07.000Z');
    expect(on('2026-10-25', '2026-10-18T20:00:00Z')).toBe('2026-10-25T21:00:00.000Z');
    expect(on('2026-10-18', '2026-10-25T21:00:00Z')).toBe('2026-10-18T20:00:00.000Z');
  });

  it('is the first of a time that comes twice, and after the gap where it never comes', () => {
    expect(on('2026-10-25', '2026-10-18T00:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(on('2026-03-29', '2026-03-22T01:30:00Z')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is itself on its own day, except in the second of an hour that comes twice', () => {
    for (const date of ['2026-03-29', '2026-06-01', '2026-10-25'])
      for (let day = dayOn(date, BERLIN), instant = day.fromAt; instant < day.toAt; instant += 17 * 60_000) {
        const same = sameClockOn(day, instant, BERLIN);
        expect(clockAt(same, BERLIN) % DAY_MS).toBe(clockAt(instant, BERLIN) % DAY_MS);
        expect([0, HOUR]).toContain(instant - same);
      }
  });
});
