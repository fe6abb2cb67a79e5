// The code of a screen that waits to be paired.
import { describe, expect, it } from 'vitest';
import { readCode, spellCode } from '#core/access/pairing-code.ts';

describe('the code of a screen', () => {
  it('is read however it is typed', () => {
    for (const typed of ['BCDFGHJK', ' bcdf ghjk ', 'BCDF–GHJK', 'bcdf_ghjk', spellCode('BCDFGHJK')])
      expect(readCode(typed), typed).toEqual({ ok: true, value: 'BCDFGHJK' });
  });

  it('with a letter that looks like another is refused, and which one is said', () => {
    for (const [typed, letter] of [
      ['B0DF-GHJK', '0'],
      ['bodf-ghjk', 'O'],
      ['ВCDF-GHJK', 'В'],
      ['BCDF-GHJ😀', '😀'],
    ])
      expect(readCode(typed), typed).toMatchObject({
        ...{ ok: false, problem: { code: 'bad_code', message: expect.stringContaining(`"${letter}"`) as string } },
      });
  });

  it('too short or too long is none', () => {
    for (const typed of ['BCDF-GHJ', 'BCDF-GHJKL', ''])
      expect(readCode(typed), typed).toMatchObject({ ok: false, problem: { code: 'bad_code' } });
  });
});
