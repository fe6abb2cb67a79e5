// Local times of 1999 in Israel → instants, on days when the clocks change too.
import { describe, expect, it } from 'vitest';
import { createWallClock } from '../../server/bank/wall-clock.ts';

const HOUR = 3600;

describe('the wall clock of a zone', () => {
  const clock = createWallClock('Asia/Jerusalem');
  const iso = (date: string, hours: number) => new Date(clock(date, hours * HOUR)).toISOString().slice(0, 16);

  it('is two hours ahead of UTC in winter and three in summer', () => {
    expect(iso('1999-01-31', 12)).toBe('1999-01-31T10:00');
    expect(iso('1999-08-05', 12)).toBe('1999-08-05T09:00');
  });

  it('changes within the day on which the clocks do', () => {
    expect(iso('1999-04-02', 1)).toBe('1999-04-01T23:00');
    expect(iso('1999-04-02', 4)).toBe('1999-04-02T01:00');
    expect(iso('1999-09-03', 0.5)).toBe('1999-09-02T21:30');
    expect(iso('1999-09-03', 4)).toBe('1999-09-03T02:00');
  });

  it('goes on after midnight, over a change of the clocks too', () => {
    expect(iso('1999-01-31', 24.5)).toBe('1999-01-31T22:30');
    expect(iso('1999-04-01', 28)).toBe('1999-04-02T01:00');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createWallClock('Mars/Base')('1999-01-31', 0)).toThrow(RangeError);
  });
});
