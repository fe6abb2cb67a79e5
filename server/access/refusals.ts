// What the doors say to whom they don't let in.
import { HttpError } from '../http/http-error.ts';

export const NO_TOKEN = new HttpError(401, 'no_token', 'Send the token of this server as "Authorization: Bearer …".', {
  headers: { 'www-authenticate': 'Bearer' },
});
export const NO_TOKEN_SET = new HttpError(
  403,
  'no_token_set',
  'This server is open beyond its own machine and takes no changes from anyone: make an administrator by the link that ' +
    'it printed at its start, or set TABLO_TOKEN and send it as "Authorization: Bearer …".',
);
export const WRONG_TOKEN = new HttpError(403, 'wrong_token', 'The token is not one of this server, or was revoked.');
export const MISTYPED_TOKEN = new HttpError(
  403,
  'mistyped_token',
  'The token is not whole: its end does not fit the rest. Copy all of it.',
);

export function tooManyTries(waitMs: number): HttpError {
  const message = `Too many tries: wait ${Math.ceil(waitMs / 60_000)} min, and try again.`;
  return new HttpError(429, 'too_many_tries', message, {
    headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
  });
}

export const wrongOrigin = (origin = 'nowhere'): HttpError =>
  new HttpError(403, 'wrong_origin', `This server does not take what a page of "${origin}" sends.`);
