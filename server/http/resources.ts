// /api/v1/boards, kiosks and messages: things with ids, beside the numbers. Each operation is one entry: what it takes,
// what it answers, how.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Board } from '#core/board/board.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Message } from '#core/message.ts';
import { parseJson } from '#core/board/document.ts';
import type { Problem, Result } from '#core/result.ts';
import { notThere } from '../boards/board-topics.ts';
import type { Boards } from '../boards/boards.ts';
import type { Document } from '../boards/documents.ts';
import type { Messages } from '../messages/messages.ts';
import { NEW_MESSAGE, parseNewMessage } from '../messages/new-message.ts';
import type { HttpAnswer } from '../source.ts';
import { boardAnswer, kioskAnswer, listOf, message } from './board-answers.ts';
import { BodyBudget } from './body-budget.ts';
import { readBody } from './body.ts';
import { HttpError } from './http-error.ts';

export interface ResourceContext {
  boards: Pick<Boards, 'boards' | 'kiosks' | 'findings'>;
  messages: Pick<Messages, 'active' | 'add' | 'remove'>;
  /** epoch ms */
  now(): number;
}

export interface Resource {
  method: 'GET' | 'POST' | 'DELETE';
  /** {id} stands for one part of it */
  path: string;
  operationId: string;
  summary: string;
  takes?: z.ZodType;
  status: 200 | 201;
  answer: z.ZodType;
  /** @param id of the path @throws HttpError */
  handle(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> | object;
}

const MOST_MESSAGE_BYTES = 16 * 1024;

export const RESOURCES: Resource[] = [
  {
    method: 'GET',
    path: '/api/v1/boards',
    operationId: 'boards',
    summary: 'The boards there are, and what is wrong with their files.',
    status: 200,
    answer: listOf('boards'),
    handle: (_, { boards }) => listOfAll('board', boards),
  },
  {
    method: 'GET',
    path: '/api/v1/boards/{id}',
    operationId: 'board',
    summary: 'A board, as a document.',
    status: 200,
    answer: boardAnswer,
    handle: (id, { boards }) => whole('board', id, boards),
  },
  {
    method: 'GET',
    path: '/api/v1/kiosks',
    operationId: 'kiosks',
    summary: 'The playlists of kiosks, and what is wrong with their files.',
    status: 200,
    answer: listOf('kiosks'),
    handle: (_, { boards }) => listOfAll('kiosk', boards),
  },
  {
    method: 'GET',
    path: '/api/v1/kiosks/{id}',
    operationId: 'kiosk',
    summary: 'A playlist, as a document.',
    status: 200,
    answer: kioskAnswer,
    handle: (id, { boards }) => whole('kiosk', id, boards),
  },
  {
    method: 'GET',
    path: '/api/v1/messages',
    operationId: 'messages',
    summary: 'The messages that are on walls now.',
    status: 200,
    answer: z.strictObject({ messages: z.array(message) }),
    handle: (_, { messages, now }) => ({ messages: messages.active(now()).messages.map(publicMessage) }),
  },
  {
    method: 'POST',
    path: '/api/v1/messages',
    operationId: 'addMessage',
    summary: 'Puts a message on walls; answers when it is on disk.',
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
    status: 200,
    answer: z.strictObject({ removed: z.string() }),
    handle: async (id, { messages }) => {
      if (await messages.remove(id)) return { removed: id };
      throw new HttpError(404, 'unknown_message', `There is no message "${id}"; it may be over.`);
    },
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
  return { status: resource.status, body: await resource.handle(id, context, request) };
}

/** @returns "" where the path has no id in it; null where it is another path */
function idIn(path: string, pathname: string): string | null {
  if (!path.endsWith('{id}')) return path === pathname ? '' : null;
  const before = path.slice(0, -'{id}'.length);
  const id = pathname.startsWith(before) ? pathname.slice(before.length) : '';
  if (id === '' || id.includes('/')) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

type Kind = 'board' | 'kiosk';

function listOfAll(kind: Kind, boards: ResourceContext['boards']): object {
  const name = `${kind}s` as const;
  const documents = boards[name];
  return { [name]: documents.all().map((one) => inList(kind, one, boards)), problems: documents.problems };
}

function inList(kind: Kind, one: Document<Board | Playlist>, boards: ResourceContext['boards']): object {
  const { id, origin, value, problems } = one;
  return { id, title: value?.title ?? null, origin, problems, findings: boards.findings(kind, id) };
}

function whole(kind: Kind, id: string, boards: ResourceContext['boards']): object {
  const documents = boards[`${kind}s`];
  const found = documents.get(id);
  if (found?.value) return { ...inList(kind, found, boards), [kind]: found.value };
  throw notFound(notThere(kind, id, documents));
}

function notFound(result: Result<never>): HttpError {
  const { code, message } = result.ok ? ({} as Problem) : result.problem;
  return new HttpError(404, code, message);
}

/** A page of another site can't send this type without being asked, and gets no answer that would let it. */
const TYPE = 'application/json';
const bodies = new BodyBudget();

async function addMessage(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== TYPE) throw new HttpError(415, 'unsupported_type', `content-type "${type}" is not known; send ${TYPE}.`);
  const share = bodies.open();
  try {
    const raw = unwrap(parseJson(await readBody(request, share, MOST_MESSAGE_BYTES)));
    const boards = context.boards.boards.all().map(({ id }) => id);
    const added = await context.messages.add(unwrap(parseNewMessage(raw, context.now(), boards)));
    if (!added.ok) throw new HttpError(409, added.problem.code, added.problem.message);
    return publicMessage(added.value);
  } finally {
    share.end();
  }
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw HttpError.of(result.problem);
  return result.value;
}

function publicMessage({ fromAt, untilAt, ...message }: Message): object {
  return { ...message, from: new Date(fromAt).toISOString(), until: new Date(untilAt).toISOString() };
}
