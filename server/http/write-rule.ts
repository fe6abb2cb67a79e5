// Who may send events: holders of the token; without a token set, whoever reaches a server on loopback.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

export interface WriteRule {
  token: string | undefined;
  loopback: boolean;
}

/** @throws HttpError 401 or 403 */
export function mayWrite(request: IncomingMessage, { token, loopback }: WriteRule): void {
  if (token === undefined) {
    if (loopback) return mustBeMeant(request);
    throw new HttpError(
      403,
      'no_token_set',
      'This server listens beyond loopback and has no token set; set TABLO_TOKEN and send it as "Authorization: Bearer …".',
    );
  }
  const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (shown === undefined)
    throw new HttpError(401, 'no_token', 'Send the ingest token as "Authorization: Bearer …".', {
      headers: { 'www-authenticate': 'Bearer' },
    });
  if (!timingSafeEqual(hash(shown), hash(token)))
    throw new HttpError(403, 'wrong_token', 'The ingest token is not the one of this server.');
}

/** A page of another site can point a name of its own at this machine; what it sends is not meant for us. */
function mustBeMeant({ headers }: IncomingMessage): void {
  const host = headers.host ?? '';
  if (/^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host)) return;
  throw new HttpError(
    403,
    'wrong_host',
    `This server takes events for localhost only, not for "${host}"; set TABLO_TOKEN and send it to let others in.`,
  );
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
