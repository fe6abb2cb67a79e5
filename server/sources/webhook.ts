// Events that are pushed by somebody who signs them (Standard Webhooks): POST /api/v1/hooks/NAME, the body as that of
// /api/v1/events. The signature is who they are: no token. What is old, or was there before, is refused.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { BodyBudget } from '../http/body-budget.ts';
import { readBody } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import { readerOf, takeEvents } from '../http/event-bodies.ts';
import { defineSource, type HttpAnswer, type SourceContext } from '../source.ts';
import { isSecret, isSigned, NO_SECRET } from '../webhook-signature.ts';

const MOST_AGE_S = 300;
/** Of the last five minutes; more than that come from nobody who means well. */
const MOST_IDS = 100_000;
const MOST_SIGNATURES = 2000;

const secret = z.string().refine(isSecret, NO_SECRET);
const OPTIONS = z.strictObject({
  /** two while one takes the place of the other */
  webhookSecret: z.union([secret, z.array(secret).min(1).max(2)], `${NO_SECRET}; or a list of two`),
  /** CloudEvents sources that it may send events of; default: its name */
  from: z.array(z.string().min(1).max(256)).min(1).max(100).optional(),
});
type Options = z.infer<typeof OPTIONS>;

export default defineSource({
  about: 'CloudEvents that are pushed and signed (Standard Webhooks): POST /api/v1/hooks/NAME',
  options: OPTIONS,
  routes: (options, context) => {
    const seen = new SeenIds();
    const path = `/api/v1/hooks/${encodeURIComponent(context.name)}`;
    const handle = (request: IncomingMessage): Promise<HttpAnswer> => receive(request, options, seen, context);
    return [{ method: 'POST', path, isSigned: true, handle }];
  },
});

async function receive(
  request: IncomingMessage,
  { webhookSecret, from }: Options,
  seen: SeenIds,
  context: SourceContext,
): Promise<HttpAnswer> {
  const read = readerOf(request);
  const { id, timestamp, shown } = headersOf(request);
  const nowS = context.now() / 1000;
  if (Math.abs(nowS - timestamp) > MOST_AGE_S)
    throw refused('too_old', `webhook-timestamp is more than ${MOST_AGE_S / 60} min away from this server's clock.`);
  const share = context.shared('bodies of events', () => new BodyBudget()).open();
  try {
    const body = await readBody(request, share);
    if (!isSigned([webhookSecret].flat(), shown, { id, timestamp, body }))
      throw refused('wrong_signature', 'webhook-signature does not fit id, timestamp and body; look at the secret.');
    if (!seen.add(id, nowS)) throw refused('seen', 'This webhook-id was taken already; nothing of it is taken again.');
    try {
      return await takeEvents(
        read(body),
        { name: `webhook ${context.name}`, sources: from ?? [context.name] },
        context,
      );
    } catch (cause) {
      // Nothing was taken: it may be sent again as it is.
      seen.remove(id);
      throw cause;
    }
  } finally {
    share.end();
  }
}

function headersOf({ headers }: IncomingMessage): { id: string; timestamp: number; shown: string } {
  const [id, time, shown] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (/^[\x21-\x7e]{1,256}$/.test(id) && /^\d{1,12}$/.test(time) && shown !== '' && shown.length <= MOST_SIGNATURES)
    return { id, timestamp: Number(time), shown };
  throw refused(
    'no_signature',
    'Send webhook-id, webhook-timestamp (epoch s) and webhook-signature (Standard Webhooks).',
  );
}

const refused = (code: string, message: string): HttpError => new HttpError(403, code, message);

/** Ids of what was taken, for as long as its timestamp is believed. */
class SeenIds {
  /** id → when it may be forgotten, epoch s */
  readonly #until = new Map<string, number>();

  /** @returns false: it was there @throws HttpError 429 */
  add(id: string, nowS: number): boolean {
    for (const [old, until] of this.#until) {
      if (until > nowS) break;
      this.#until.delete(old);
    }
    if (this.#until.has(id)) return false;
    if (this.#until.size >= MOST_IDS)
      throw new HttpError(429, 'too_often', 'Too many webhooks in five minutes.', { headers: { 'retry-after': '60' } });
    // A timestamp may be ahead by as much as it may be behind.
    this.#until.set(id, nowS + 2 * MOST_AGE_S);
    return true;
  }

  remove(id: string): void {
    this.#until.delete(id);
  }
}
