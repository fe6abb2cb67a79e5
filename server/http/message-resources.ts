// /api/v1/messages: what is said on walls by people.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Message } from '#core/message.ts';
import { mustSee, type Asker } from '../access/asker.ts';
import { NEW_MESSAGE, parseNewMessage } from '../messages/new-message.ts';
import { message } from './board-answers.ts';
import { iso, note } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import type { Resource, ResourceContext } from './resource.ts';
import { readJson } from './typed-body.ts';

const MOST_BYTES = 16 * 1024;

export const MESSAGE_RESOURCES: Resource[] = [
  {
    method: 'GET',
    path: '/api/v1/messages',
    operationId: 'messages',
    summary: 'The messages that are on walls now.',
    needs: 'numbers',
    status: 200,
    answer: z.strictObject({ messages: z.array(message) }),
    handle: (_, { messages, now }) => ({ messages: messages.active(now()).messages.map(publicMessage) }),
  },
  {
    method: 'POST',
    path: '/api/v1/messages',
    operationId: 'addMessage',
    summary: 'Puts a message on walls; answers when it is on disk.',
    needs: 'speak',
    takes: NEW_MESSAGE,
    status: 201,
    answer: message,
    handle: addMessage,
  },
  {
    method: 'DELETE',
    path: '/api/v1/messages/{id}',
    operationId: 'removeMessage',
    summary: 'Takes a message from all walls.',
    needs: 'speak',
    status: 200,
    answer: z.strictObject({ removed: z.string() }),
    handle: removeMessage,
  },
];

async function addMessage(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const raw = await readJson(request, MOST_BYTES);
  const boards = context.boards.boards.all().map(({ id }) => id);
  const message = unwrap(parseNewMessage(raw, context.now(), boards));
  mustReach(message.scope, context);
  const added = unwrap(await context.messages.add(message), 409);
  note(context, 'message-added', `${added.id} to ${message.scope}: ${message.text}`);
  return publicMessage(added);
}

async function removeMessage(id: string, context: ResourceContext): Promise<object> {
  const { messages, now } = context;
  const there = messages.active(now()).messages.find((one) => one.id === id);
  if (there) mustReach(there.scope, context);
  if (!(await messages.remove(id)))
    throw new HttpError(404, 'unknown_message', `There is no message "${id}"; it may be over.`);
  note(context, 'message-removed', id);
  return { removed: id };
}

/** Who sees some sites only speaks to the walls of those. @throws HttpError 403 */
const mustReach = (scope: string, { asker, directory }: ResourceContext): void =>
  mustSee(asker as Asker, scope, directory);

const publicMessage = ({ fromAt, untilAt, ...message }: Message): object => ({
  ...message,
  from: iso(fromAt),
  until: iso(untilAt),
});
