import { describe, expect, it } from 'vitest';
import type { Report } from '#core/protocol/messages.ts';
import {
  AWAY_MS,
  DRIFTING_MS,
  HEALTH_LEVEL,
  healthOf,
  HEALTHS,
  HIDDEN_MS,
  OLD_MS,
  OTHER_VERSION_MS,
  UNPAINTED_MS,
  type Health,
  type ScreenSigns,
} from '#core/screen-health.ts';

const REPORT: Report = {
  ...{
    t: 'report',
    ageMs: 900,
    unpaintedMs: 0,
    build: 'b',
    heapBytes: 2e7,
    clockOffMs: 100,
    width: 1920,
    height: 1080,
  },
  ...{ ratio: 1, path: '/wall/floor', language: 'en', hidden: false },
};
const HOUR = 3_600_000;
const WELL: ScreenSigns = {
  ...{ mayComeIn: true, connectedMs: HOUR, awayMs: 0, report: REPORT, reportMs: 4_000, build: 'b' },
};

const health = (signs: Partial<ScreenSigns>, report: Partial<Report> = {}): Health =>
  healthOf({ ...WELL, report: { ...REPORT, ...report }, ...signs });

describe('a screen', () => {
  it('that paints what is new, of this build, by a right clock, is fine', () => {
    expect(health({})).toBe('fine');
  });

  it('is not painting from the moment that nothing proves it for so long, whether it tells so or tells nothing', () => {
    const unproven = (reportMs: number, waits: number): Health => health({ reportMs }, { unpaintedMs: waits });
    expect(unproven(UNPAINTED_MS, 0)).toBe('fine');
    expect(unproven(UNPAINTED_MS + 1, 0)).toBe('notPainting');
    expect(unproven(9_000, UNPAINTED_MS - 9_000)).toBe('fine');
    expect(unproven(9_000, UNPAINTED_MS - 8_999)).toBe('notPainting');
  });

  it('is known not to paint within half a minute', () => {
    expect(UNPAINTED_MS).toBeLessThan(30_000);
  });

  it('that comes back is not judged by what it told before', () => {
    const back = { connectedMs: 3_000, reportMs: HOUR };
    expect(health(back, { unpaintedMs: HOUR, ageMs: HOUR, hidden: true, clockOffMs: HOUR, build: 'old' })).toBe('fine');
    expect(health({ ...back, connectedMs: UNPAINTED_MS + 1 })).toBe('silent');
  });

  it('that never told anything is silent after as long', () => {
    expect(health({ report: null, connectedMs: UNPAINTED_MS })).toBe('fine');
    expect(health({ report: null, connectedMs: UNPAINTED_MS + 1 })).toBe('silent');
  });

  it('is old where its picture is, and where it has none for long', () => {
    expect(health({}, { ageMs: OLD_MS })).toBe('fine');
    expect(health({}, { ageMs: OLD_MS + 1 })).toBe('old');
    expect(health({ connectedMs: 5_000 }, { ageMs: null })).toBe('fine');
    expect(health({}, { ageMs: null })).toBe('old');
  });

  it('drifts, to either side', () => {
    for (const side of [1, -1]) {
      expect(health({}, { clockOffMs: side * DRIFTING_MS })).toBe('fine');
      expect(health({}, { clockOffMs: side * (DRIFTING_MS + 1) })).toBe('drifting');
    }
    expect(health({}, { clockOffMs: null })).toBe('fine');
  });

  it('of another version is told of when it had the time to take this one', () => {
    expect(health({ connectedMs: OTHER_VERSION_MS }, { build: 'other' })).toBe('fine');
    expect(health({ connectedMs: OTHER_VERSION_MS + 1 }, { build: 'other' })).toBe('otherVersion');
  });

  it('that nobody can see is not called sick, until it tells nothing any more', () => {
    const unseen = { hidden: true, unpaintedMs: HOUR, ageMs: HOUR };
    expect(health({ reportMs: HIDDEN_MS }, unseen)).toBe('hidden');
    expect(health({ reportMs: HIDDEN_MS + 1 }, unseen)).toBe('notPainting');
  });

  it('that is not connected is coming for a moment, then away, whatever it told', () => {
    const gone = { connectedMs: null, reportMs: HOUR };
    expect(health({ ...gone, awayMs: AWAY_MS }, { hidden: true })).toBe('coming');
    expect(health({ ...gone, awayMs: AWAY_MS + 1 })).toBe('away');
    expect(health({ ...gone, report: null, awayMs: AWAY_MS + 1 })).toBe('away');
  });

  it('whose secret is gone has to be paired again, whatever else', () => {
    expect(health({ mayComeIn: false })).toBe('unpaired');
  });

  it('is said to be worse the earlier its health stands in the list', () => {
    const rank = { act: 0, look: 1, none: 2, fine: 3 };
    const ranks = HEALTHS.map((one) => rank[HEALTH_LEVEL[one]]);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });
});
