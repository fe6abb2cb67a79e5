// Documents that somebody wrote by hand: read as JSON, checked by a schema, and all that is wrong told at once. Apart from
// the shapes, since pages don't need zod.
import { z } from 'zod';
import { check } from '../check.ts';
import { fail, ok, type Result } from '../result.ts';
import { parseScope } from '../scope.ts';
import { BOARD_ID } from './board.ts';

const MOST_TOLD = 5;
const MOST_TEXT = 80;

export const text = z.union(
  [
    z.string().min(1).max(MOST_TEXT),
    z
      .record(z.string().regex(/^[a-z]{2}$/), z.string().min(1).max(MOST_TEXT))
      .refine((of) => Object.keys(of).length > 0),
  ],
  `must be a text of 1 to ${MOST_TEXT} characters, or one for each language: {"en": …, "ru": …}`,
);
export const boardId = z
  .string()
  .regex(BOARD_ID, 'must be an id: small letters a–z, digits and hyphens inside, at most 64 characters');
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day, such as "22:00"');
export const scopeText = z
  .string()
  .refine((text) => parseScope(text).ok, 'is no scope; write all, site:ID, team:ID, queue:ID or channel:ID');

/** @returns what it says, or one problem whose message tells all that is wrong and whose path is the first place */
export function parseDocument<T>(schema: z.ZodType<T>, raw: unknown): Result<T> {
  const parsed = check(schema, raw);
  if (parsed.success) return ok(parsed.data);
  const { issues } = parsed.error;
  const told = issues.slice(0, MOST_TOLD).map(sentence);
  const more = issues.length - told.length;
  if (more > 0) told.push(`And ${more} more.`);
  return fail('bad_document', told.join(' '), issues[0].path.map(String).join('.'));
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${[...issue.path, issue.keys.join(', ')].map(String).join('.')}: is not known here.`;
  const where = issue.path.map(String).join('.');
  return `${where === '' ? 'The document' : where}: ${issue.message}.`;
}

/** @param json text of a file */
export function parseJson(json: string): Result<unknown> {
  try {
    // Editors of other systems begin a file with a mark.
    return ok(JSON.parse(json.replace(/^\uFEFF/, '')) as unknown);
  } catch (cause) {
    return fail('bad_json', `It is no JSON: ${(cause as Error).message}.`);
  }
}
