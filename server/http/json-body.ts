// The body of a request that has to be JSON.
import type { IncomingMessage } from 'node:http';
import { parseJson } from '#core/board/document.ts';
import type { Result } from '#core/result.ts';
import { BodyBudget } from './body-budget.ts';
import { readBody } from './body.ts';
import { HttpError } from './http-error.ts';

/** A page of another site can't send this type without being asked, and gets no answer that would let it. */
const TYPE = 'application/json';
const bodies = new BodyBudget();

/** @param most bytes @throws HttpError, TooBusy */
export async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== TYPE) throw new HttpError(415, 'unsupported_type', `content-type "${type}" is not known; send ${TYPE}.`);
  const share = bodies.open();
  try {
    return unwrap(parseJson(await readBody(request, share, most)));
  } finally {
    share.end();
  }
}

/** @throws HttpError 400 */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw HttpError.of(result.problem);
  return result.value;
}
