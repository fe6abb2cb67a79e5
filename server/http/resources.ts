// Things with ids, beside the numbers: boards and kiosks, messages. Which there are, and how a path finds its own.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { isInSight, outOfSight } from '#core/access/sight.ts';
import type { Message } from '#core/message.ts';
import { parseScope } from '#core/scope.ts';
import type { Asker } from '../access/asker.ts';
import { NEW_MESSAGE, parseNewMessage } from '../messages/new-message.ts';
import type { HttpAnswer } from '../source.ts';
import { AGENT_RESOURCES } from './agent-resources.ts';
import { ALERT_RESOURCES } from './alert-resources.ts';
import { AUDIT_RESOURCES } from './audit-resources.ts';
import { message } from './board-answers.ts';
import { BOARD_RESOURCES } from './board-resources.ts';
import { note } from './door-answers.ts';
import { HttpError } from './http-error.ts';
import { readJson, unwrap } from './json-body.ts';
import { ME_RESOURCES } from './me-resources.ts';
import { OIDC_RESOURCES } from './oidc-resources.ts';
import { PAIRING_RESOURCES } from './pairing-resources.ts';
import { PEOPLE_RESOURCES } from './people-resources.ts';
import { TOKEN_RESOURCES } from './token-resources.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';
import { SCREEN_RESOURCES } from './screen-resources.ts';

const MOST_MESSAGE_BYTES = 16 * 1024;

export const RESOURCES: Resource[] = [
  ...ME_RESOURCES,
  ...OIDC_RESOURCES,
  ...PEOPLE_RESOURCES,
  ...AUDIT_RESOURCES,
  ...AGENT_RESOURCES,
  ...TOKEN_RESOURCES,
  ...PAIRING_RESOURCES,
  ...SCREEN_RESOURCES,
  ...BOARD_RESOURCES,
  ...ALERT_RESOURCES,
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

export interface Found {
  resource: Resource;
  id: string;
}

export function resourceAt(method: string | undefined, pathname: string): Found | undefined {
  for (const resource of RESOURCES) {
    const id = resource.method === method ? idIn(resource.path, pathname) : null;
    if (id !== null) return { resource, id };
  }
  return undefined;
}

/** Whether a path is one of ours, whatever is done with it. */
export const isResource = (pathname: string): boolean => RESOURCES.some(({ path }) => idIn(path, pathname) !== null);

export async function answerResource(
  { resource, id }: Found,
  context: ResourceContext,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const answer = await resource.handle(id, context, request);
  if (answer instanceof WithHeaders) return { status: resource.status, body: answer.body, headers: answer.headers };
  return { status: resource.status, body: answer };
}

/** @returns "" where the path has no id in it; null where it is another path */
function idIn(path: string, pathname: string): string | null {
  const [before, after] = path.split('{id}');
  if (after === undefined) return path === pathname ? '' : null;
  if (!pathname.startsWith(before) || !pathname.endsWith(after)) return null;
  const id = pathname.slice(before.length, pathname.length - after.length);
  if (id === '' || id.includes('/')) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

async function addMessage(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const raw = await readJson(request, MOST_MESSAGE_BYTES);
  const boards = context.boards.boards.all().map(({ id }) => id);
  const message = unwrap(parseNewMessage(raw, context.now(), boards));
  mustReach(message.scope, context);
  const added = await context.messages.add(message);
  if (!added.ok) throw new HttpError(409, added.problem.code, added.problem.message);
  note(context, 'message-added', `${added.value.id} to ${message.scope}: ${message.text}`);
  return publicMessage(added.value);
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
function mustReach(text: string, { asker, directory }: ResourceContext): void {
  const scope = parseScope(text);
  const { sight } = asker as Asker;
  if (!scope.ok || isInSight(sight, scope.value, directory)) return;
  const { code, message, path } = outOfSight(text, sight).problem;
  throw new HttpError(403, code, message, { path });
}

function publicMessage({ fromAt, untilAt, ...message }: Message): object {
  return { ...message, from: new Date(fromAt).toISOString(), until: new Date(untilAt).toISOString() };
}
