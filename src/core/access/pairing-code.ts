// The code that a screen shows to be paired: eight letters that are told apart from afar and spell no word (RFC 8628, 6.1).
import { fail, ok, type Result } from '../result.ts';

export const CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
export const CODE_LENGTH = 8;
/** What one looks like. */
export const CODE_EXAMPLE = 'BCDF-GHJK';

/** As it is shown: "BCDF-GHJK". */
export const spellCode = (code: string): string => `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;

/** As somebody typed it: in any case, with spaces and dashes. Nothing is guessed at: no letter of it looks like another. */
export function readCode(typed: string): Result<string> {
  const code = typed.replace(/[\s\p{Pd}_]/gu, '').toUpperCase();
  const strange = [...code].find((letter) => !CODE_LETTERS.includes(letter));
  if (strange !== undefined)
    return fail(
      'bad_code',
      `"${strange}" is in no code: they are made of ${CODE_LETTERS} alone, without vowels and digits.`,
      'code',
    );
  if (code.length === CODE_LENGTH) return ok(code);
  return fail('bad_code', `A code has ${CODE_LENGTH} letters, as "${CODE_EXAMPLE}"; these are ${code.length}.`, 'code');
}
