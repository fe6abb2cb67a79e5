// Reads the body of a request, plain or gzip, never more of it than allowed.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TooBusy } from '../ingest.ts';
import type { BodyShare } from './body-budget.ts';
import { HttpError } from './http-error.ts';

/** of the text, after gunzip */
export const MOST_BYTES = 8 * 1024 * 1024;

/** "application/json": without its parameters, in small letters; "" where none is said */
export const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();

/** @param share of the memory for bodies; its end is the caller's. @throws HttpError, TooBusy */
export async function readBody(request: IncomingMessage, share: BodyShare, most = MOST_BYTES): Promise<string> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new HttpError(
      415,
      'unsupported_encoding',
      `content-encoding "${encoding}" is not known; send gzip or nothing.`,
    );
  const said = Number(request.headers['content-length'] ?? 0);
  if (said > most) throw tooLarge(most);
  // Before anything is read: whoever has to wait hears so at once.
  share.grow(said);
  const stream: Readable = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw tooLarge(most);
      share.grow(Math.min(chunk.length, Math.max(0, size - said)));
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof HttpError || cause instanceof TooBusy) throw cause;
    throw new HttpError(400, 'bad_body', `the body can't be read: ${(cause as Error).message}.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new HttpError(400, 'bad_utf8', 'the body is no UTF-8; send JSON in UTF-8.');
  }
}

function tooLarge(most: number): HttpError {
  return new HttpError(413, 'too_large', `the body is larger than ${most} bytes; send it in parts.`, {
    headers: { connection: 'close' },
  });
}
