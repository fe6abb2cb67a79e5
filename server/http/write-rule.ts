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
    if (loopback) return;
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

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
