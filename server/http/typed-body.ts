// Bodies of requests that have to be of one type: JSON, or a form.
import type { IncomingMessage } from 'node:http';
import { parseJson } from '#core/board/document.ts';
import { BodyBudget } from './body-budget.ts';
import { mediaTypeOf, readBody } from './body.ts';
import { HttpError, unwrap } from './http-error.ts';

/** A page of another site can't send this type without being asked, and gets no answer that would let it. */
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const bodies = new BodyBudget();

/** @param most bytes @throws HttpError, TooBusy */
export async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  return unwrap(parseJson(await readTyped(request, JSON_TYPE, most)));
}

/** @param most bytes @throws HttpError, TooBusy */
export async function readForm(request: IncomingMessage, most: number): Promise<URLSearchParams> {
  return new URLSearchParams(await readTyped(request, FORM_TYPE, most));
}

async function readTyped(request: IncomingMessage, wanted: string, most: number): Promise<string> {
  const type = mediaTypeOf(request);
  if (type !== wanted)
    throw new HttpError(415, 'unsupported_type', `content-type "${type}" is not known; send ${wanted}.`);
  const share = bodies.open();
  try {
    return await readBody(request, share, most);
  } finally {
    share.end();
  }
}
