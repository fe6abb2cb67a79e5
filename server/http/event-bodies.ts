// Bodies of events: how each type is read, and how many there may be at a time.
import type { IncomingMessage } from 'node:http';
import type { HttpAnswer, Sender, SourceContext } from '../source.ts';
import { mediaTypeOf, MOST_BYTES } from './body.ts';
import { HttpError } from './http-error.ts';

const MOST_EVENTS = 10_000;

type Reader = (text: string) => unknown[];
const READERS = new Map<string, Reader>([
  ['application/cloudevents+json', (text) => [parseJson(text)]],
  ['application/cloudevents-batch+json', readBatch],
  ['application/x-ndjson', readLines],
]);

/** @throws HttpError 415 */
export function readerOf(request: IncomingMessage): Reader {
  const type = mediaTypeOf(request);
  const read = READERS.get(type);
  if (read) return read;
  const message = `content-type "${type}" is not known; send ${[...READERS.keys()].join(', ')}.`;
  throw new HttpError(415, 'unsupported_type', message);
}

/** @throws HttpError 413, 429 */
export async function takeEvents(events: unknown[], sender: Sender, context: SourceContext): Promise<HttpAnswer> {
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
  } catch (cause) {
    throw notJson(text, `: ${(cause as Error).message}`);
  }
}

/** @param where it ends to be, as far as that is known */
function notJson(text: string, where = ''): HttpError {
  return new HttpError(
    400,
    'bad_json',
    `the body is no JSON (it begins with ${JSON.stringify(text.slice(0, 30))})${where}; at most ${MOST_BYTES} bytes of JSON in UTF-8 are taken.`,
  );
}
