// What a sender takes for granted of the thing it changes: the headers If-Match and If-None-Match (RFC 9110, 13.1).
import type { IncomingMessage } from 'node:http';
import type { Condition } from '../boards/board-store.ts';
import { HttpError } from './http-error.ts';

const TAGS = /^\s*"[\x21\x23-\x7e]*"\s*(,\s*"[\x21\x23-\x7e]*"\s*)*$/;

/** @throws HttpError 400 */
export function conditionOf({ headers }: IncomingMessage): Condition {
  const [match, none] = [headers['if-match']?.trim(), headers['if-none-match']?.trim()];
  if (none !== undefined) {
    if (none === '*' && match === undefined) return 'free';
    throw bad('If-None-Match', 'only * is taken, for a board that is new.');
  }
  if (match === undefined) return null;
  if (match === '*') return 'there';
  if (!TAGS.test(match)) throw bad('If-Match', `${match} is none; send the ETag of the answer, with its quotes.`);
  return { tags: [...match.matchAll(/"([^"]*)"/g)].map(([, tag]) => tag) };
}

const bad = (header: string, message: string): HttpError =>
  new HttpError(400, 'bad_condition', `${header}: ${message}`);
