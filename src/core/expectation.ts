// What a schema says of a value that it does not take, in our words: what it must be, and what is there instead. Each
// begins with a verb, so that it follows the name of the place: "retentionDays: must be a number; it is "90"".
// Secrets are not repeated, and lists and objects not either: secrets may be in them.
import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** By what Zod calls them. */
const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  nonoptional: 'there',
};
const FORMATS: Record<string, string> = {
  datetime: 'an RFC 3339 time, such as 2026-11-22T14:26:00Z',
  url: 'an address, such as https://tablo.example.org',
};
const SECRET = /secret|token|password/i;
const MOST_SHOWN = 60;

/** Zod's error map: @returns undefined where Zod's own words have to do */
export function expectation(issue: Issue): string | undefined {
  const must = expected(issue);
  if (must === undefined) return undefined;
  if (issue.input === undefined) return `is missing; it must be ${must}`;
  const isSecret = issue.path?.some((part) => SECRET.test(String(part)));
  return `must be ${must}${isSecret ? '' : found(issue.input)}`;
}

function expected(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected];
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return FORMATS[issue.format];
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[]): string {
  if (values.length === 1) return JSON.stringify(values[0]);
  return `one of ${values.map(String).join(', ')}`;
}

function atLeast(origin: string, least: number, isInclusive: boolean): string {
  if (origin === 'number' || origin === 'int') return isInclusive ? `${least} or more` : `more than ${least}`;
  if (origin === 'string') return least === 1 ? 'a text that is not empty' : `a text of ${least} characters or more`;
  return least === 1 ? 'a list that is not empty' : `a list of ${least} or more`;
}

function atMost(origin: string, most: number): string {
  if (origin === 'number' || origin === 'int') return `${most} or less`;
  return origin === 'string' ? `a text of ${most} characters or fewer` : `a list of ${most} or fewer`;
}

/** What is there instead: "; it is 7". */
export function found(input: unknown): string {
  if (typeof input === 'number' && Number.isNaN(input)) return '';
  if (Array.isArray(input)) return input.length === 0 ? '; it is an empty list' : '; it is a list';
  if (typeof input === 'object' && input !== null) return '; it is an object';
  const text = typeof input === 'string' ? JSON.stringify(input) : String(input);
  return `; it is ${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text}`;
}
