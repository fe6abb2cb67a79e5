// CloudEvents over HTTP: POST /api/v1/events. Answers after the accepted ones are on disk.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { BodyBudget } from '../http/body-budget.ts';
import { MOST_BYTES, readBody } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import { defineSource, type HttpAnswer, type Sender, type SourceContext } from '../source.ts';

const MOST_EVENTS = 10_000;

type Reader = (text: string) => unknown[];
const READERS = new Map<string, Reader>([
  ['application/cloudevents+json', (text) => [parseJson(text)]],
  ['application/cloudevents-batch+json', readBatch],
  ['application/x-ndjson', readLines],
]);

export default defineSource({
  about: 'CloudEvents 1.0 over HTTP: POST /api/v1/events',
  options: z.looseObject({}),
  routes: (_, context) => [
    { method: 'POST', path: '/api/v1/events', handle: (request, sender) => receive(request, sender, context) },
  ],
});

async function receive(request: IncomingMessage, sender: Sender, context: SourceContext): Promise<HttpAnswer> {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  const read = READERS.get(type);
  if (!read)
    throw new HttpError(
      415,
      'unsupported_type',
      `content-type "${type}" is not known; send ${[...READERS.keys()].join(', ')}.`,
    );
  const share = context.shared('bodies of events', () => new BodyBudget()).open();
  try {
    return await take(read(await readBody(request, share)), sender, context);
  } finally {
    share.end();
  }
}

async function take(events: unknown[], sender: Sender, context: SourceContext): Promise<HttpAnswer> {
  if (events.length > MOST_EVENTS)
    throw new HttpError(
      413,
      'too_many_events',
      `${events.length} events in one body; send at most ${MOST_EVENTS} at a time.`,
    );
  return { status: 200, body: await context.accept(events, sender) };
}

function readBatch(text: string): unknown[] {
  const batch = parseJson(text);
  if (Array.isArray(batch)) return batch;
  throw new HttpError(
    400,
    'no_array',
    'the body is no JSON array; send a single event as application/cloudevents+json.',
  );
}

/** A line that is no JSON stays a text, so that it is rejected in its place and the good lines are kept. */
function readLines(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let understood = 0;
  const events = lines.map((line): unknown => {
    try {
      const event: unknown = JSON.parse(line);
      understood++;
      return event;
    } catch {
      return line;
    }
  });
  if (lines.length > 0 && understood === 0) throw notJson(text);
  return events;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(text);
  }
}

function notJson(text: string): HttpError {
  return new HttpError(
    400,
    'bad_json',
    `the body is no JSON (it begins with ${JSON.stringify(text.slice(0, 30))}); at most ${MOST_BYTES} bytes of JSON in UTF-8 are taken.`,
  );
}
