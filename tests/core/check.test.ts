// What a schema does not take is told in one sentence: what it must be, and what is there instead.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { check } from '#core/check.ts';

function told(schema: z.ZodType, input: unknown): string[] {
  const checked = check(schema, input);
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('what is not taken', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), 5, ': must be a text; it is 5'],
    [z.number(), '90', ': must be a number; it is "90"'],
    [z.coerce.number(), 'http', ': must be a number'],
    [z.number().int(), 1.5, ': must be a whole number; it is 1.5'],
    [z.number().positive(), 0, ': must be more than 0; it is 0'],
    [z.number().min(9), 3, ': must be 9 or more; it is 3'],
    [z.number().max(600), 7000, ': must be 600 or less; it is 7000'],
    [z.boolean(), 'yes', ': must be true or false; it is "yes"'],
    [z.enum(['codes', 'none']), 'names', ': must be one of codes, none; it is "names"'],
    [z.literal('1.0'), '0.3', ': must be "1.0"; it is "0.3"'],
    [z.string().min(1), '', ': must be a text that is not empty; it is ""'],
    [z.string().max(3), 'long', ': must be a text of 3 characters or fewer; it is "long"'],
    [z.array(z.string()), 'a', ': must be a list; it is "a"'],
    [z.array(z.string()).max(1), ['a', 'b'], ': must be a list of 1 or fewer; it is a list'],
    [z.strictObject({}), ['a'], ': must be an object; it is a list'],
    [z.strictObject({ name: z.string() }), {}, 'name: is missing; it must be a text'],
    [
      z.iso.datetime({ offset: true }),
      'noon',
      ': must be an RFC 3339 time, such as 2026-11-22T14:26:00Z; it is "noon"',
    ],
  ])('%#: is told with what it must be', (schema, input, sentence) => {
    expect(told(schema, input)).toEqual([sentence]);
  });

  it('is cut short where it is long', () => {
    expect(told(z.number(), 'x'.repeat(1000))[0]).toMatch(/it is "x{58}…$/);
  });

  it('is not repeated where it is a secret', () => {
    const sources = z.object({ sources: z.array(z.object({ secret: z.string(), token: z.string().max(3) })) });
    expect(told(sources, { sources: [{ secret: 1234, token: 'geheim' }] })).toEqual([
      'sources.0.secret: must be a text',
      'sources.0.token: must be a text of 3 characters or fewer',
    ]);
  });
});
