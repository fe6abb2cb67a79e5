import { describe, expect, it } from 'vitest';
import { momentQuery, parseMoment } from '#core/protocol/moment.ts';

const AT = Date.UTC(2026, 10, 22, 14, 26);

describe('a moment of the past', () => {
  it.each([
    ['2026-11-22T14:26:00Z', AT],
    ['2026-11-22T17:26:00+03:00', AT],
    ['2026-11-22T17:26:00 03:00', AT],
    ['2026-11-22T14:26:00.250Z', AT + 250],
    [String(AT), AT],
    ['-1', -1],
  ])('%s is one', (text, at) => {
    expect(parseMoment(text, null)).toEqual({ ok: true, value: { at, speed: 0 } });
  });

  it.each([
    '',
    'yesterday',
    '2026-11-22',
    '2026-11-22T14:26',
    '2026-13-22T14:26:00Z',
    '9999999999999999',
    '1e3',
    'NaN',
  ])('"%s" is none, and the sentence says how one is written', (text) => {
    const parsed = parseMoment(text, null);
    expect(parsed).toMatchObject({ ok: false, problem: { code: 'bad_moment', path: 'at' } });
    expect(parsed.ok || parsed.problem.message).toContain(`"${text}" is no moment; write for example 2026-11-22T14`);
  });

  it('plays at 1, 10 or 60 seconds a second, and at no other speed', () => {
    for (const speed of [1, 10, 60])
      expect(parseMoment('0', String(speed))).toEqual({ ok: true, value: { at: 0, speed } });
    for (const speed of ['', '2', '-60', '1e1', '60x'])
      expect(parseMoment('0', speed)).toMatchObject({ ok: false, problem: { code: 'bad_speed' } });
  });

  it('is absent where neither is said, and a speed alone is a mistake', () => {
    expect(parseMoment(null, null)).toEqual({ ok: true, value: null });
    expect(parseMoment(null, '60')).toMatchObject({ ok: false, problem: { code: 'bad_moment' } });
  });

  it('is written as it is read', () => {
    for (const moment of [
      { at: AT, speed: 0 },
      { at: AT + 1, speed: 60 },
    ] as const) {
      const params = new URLSearchParams(momentQuery(moment));
      expect(parseMoment(params.get('at'), params.get('speed'))).toEqual({ ok: true, value: moment });
    }
  });
});
