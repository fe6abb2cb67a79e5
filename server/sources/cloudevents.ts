// CloudEvents over HTTP: POST /api/v1/events. Answers after the accepted ones are on disk.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { BodyBudget } from '../http/body-budget.ts';
import { readBody } from '../http/body.ts';
import { readerOf, takeEvents } from '../http/event-bodies.ts';
import { defineSource, type HttpAnswer, type Sender, type SourceContext } from '../source.ts';

export default defineSource({
  about: 'CloudEvents 1.0 over HTTP: POST /api/v1/events',
  options: z.looseObject({}),
  routes: (_, context) => [
    {
      method: 'POST',
      path: '/api/v1/events',
      handle: (request, sender) => receive(request, sender, context),
    },
  ],
});

async function receive(request: IncomingMessage, sender: Sender, context: SourceContext): Promise<HttpAnswer> {
  const read = readerOf(request);
  const share = context.shared('bodies of events', () => new BodyBudget()).open();
  try {
    return await takeEvents(read(await readBody(request, share)), sender, context);
  } finally {
    share.end();
  }
}
