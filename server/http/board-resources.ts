// /api/v1/boards and kiosks: what there is, and boards that are saved, taken away, put back and judged.
import type { IncomingMessage } from 'node:http';
import { BOARD_ID, MOST_DOCUMENT_BYTES, type Board } from '#core/board/board.ts';
import { BOARD, parseBoard } from '#core/board/parse-board.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Problem, Result } from '#core/result.ts';
import type { Version } from '../boards/board-history.ts';
import { tagOf } from '../boards/board-store.ts';
import { notThere } from '../boards/board-topics.ts';
import type { Document } from '../boards/documents.ts';
import { boardAnswer, findingsAnswer, historyAnswer, kioskAnswer, listOf, removedBoard } from './board-answers.ts';
import { conditionOf } from './condition.ts';
import { HttpError } from './http-error.ts';
import { readJson, unwrap } from './json-body.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';

const CONDITIONS = ['If-Match', 'If-None-Match'];

export const BOARD_RESOURCES: Resource[] = [
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
    summary: 'A board, as a document; its ETag names this version.',
    status: 200,
    answer: boardAnswer,
    handle: (id, { boards }) => tagged(id, boards),
  },
  {
    method: 'PUT',
    path: '/api/v1/boards/{id}',
    operationId: 'saveBoard',
    summary: 'Saves a board in the data folder; answers when it is on disk. The former version is kept.',
    takes: BOARD,
    conditions: CONDITIONS,
    status: 200,
    answer: boardAnswer,
    handle: saveBoard,
  },
  {
    method: 'DELETE',
    path: '/api/v1/boards/{id}',
    operationId: 'removeBoard',
    summary: 'Takes a board away from the data folder; where one comes with Tablo, that is shown again.',
    conditions: CONDITIONS,
    status: 200,
    answer: removedBoard,
    handle: removeBoard,
  },
  {
    method: 'GET',
    path: '/api/v1/boards/{id}/history',
    operationId: 'boardHistory',
    summary: 'Former versions of a board, the newest first; PUT one to have it again.',
    status: 200,
    answer: historyAnswer,
    handle: history,
  },
  {
    method: 'POST',
    path: '/api/v1/boards/lint',
    operationId: 'lintBoard',
    summary: 'What the linter says of a board that is not saved.',
    takes: BOARD,
    isRead: true,
    status: 200,
    answer: findingsAnswer,
    handle: async (_, { boards }, request) => ({ findings: boards.findingsOf(await readBoard(request)) }),
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
];

type Kind = 'board' | 'kiosk';
type BoardsContext = ResourceContext['boards'];

function listOfAll(kind: Kind, boards: BoardsContext): object {
  const name = `${kind}s` as const;
  const documents = boards[name];
  return { [name]: documents.all().map((one) => inList(kind, one, boards)), problems: documents.problems };
}

function inList(kind: Kind, one: Document<Board | Playlist>, boards: BoardsContext): object {
  const { id, origin, value, problems } = one;
  return { id, title: value?.title ?? null, origin, problems, findings: boards.findings(kind, id) };
}

function whole(kind: Kind, id: string, boards: BoardsContext): object {
  const documents = boards[`${kind}s`];
  const found = documents.get(id);
  if (found?.value) return { ...inList(kind, found, boards), [kind]: found.value };
  throw notFound(notThere(kind, id, documents));
}

function tagged(id: string, boards: BoardsContext): WithHeaders {
  const body = whole('board', id, boards);
  return new WithHeaders(body, { etag: `"${tagOf((body as { board: Board }).board)}"` });
}

function notFound(result: Result<never>): HttpError {
  const { code, message } = result.ok ? ({} as Problem) : result.problem;
  return new HttpError(404, code, message);
}

async function saveBoard(id: string, { boards }: ResourceContext, request: IncomingMessage): Promise<object> {
  mustBeId(id);
  const board = await readBoard(request);
  const saved = await boards.store.save(id, board, conditionOf(request)).catch(notWritten);
  if (!saved.ok) throw refused(saved.problem);
  const body = { id, title: board.title, origin: 'data', problems: [], findings: boards.findingsOf(board), board };
  return new WithHeaders(body, { etag: `"${tagOf(board)}"` });
}

async function removeBoard(id: string, { boards }: ResourceContext, request: IncomingMessage): Promise<object> {
  mustBeId(id);
  const removed = await boards.store.remove(id, conditionOf(request)).catch(notWritten);
  if (!removed.ok) throw refused(removed.problem);
  return { removed: id, shipped: boards.boards.get(id)?.origin === 'shipped' };
}

function history(id: string, { boards }: ResourceContext): object {
  const versions = boards.history.of(id);
  if (versions.length === 0 && !boards.boards.get(id)) throw notFound(notThere('board', id, boards.boards));
  return { versions: versions.map(publicVersion) };
}

function publicVersion({ savedAt, replacedAt, board }: Version): object {
  const saved = savedAt === null ? null : new Date(savedAt).toISOString();
  return { saved, replaced: new Date(replacedAt).toISOString(), tag: tagOf(board), board };
}

async function readBoard(request: IncomingMessage): Promise<Board> {
  return unwrap(parseBoard(await readJson(request, MOST_DOCUMENT_BYTES)));
}

/** The id is a file's name, too. */
function mustBeId(id: string): void {
  if (BOARD_ID.test(id)) return;
  const message = `"${id}" is no id of a board: write small letters a–z, digits and hyphens inside, at most 64 characters.`;
  throw new HttpError(400, 'bad_id', message, { path: 'id' });
}

const STATUS: Record<string, number> = { changed: 412, exists: 412, unknown_board: 404, too_large: 413 };

function refused({ code, message }: Problem): HttpError {
  return new HttpError(STATUS[code] ?? 409, code, message);
}

/** What the file system says; all else is for who answers requests. */
function notWritten(cause: unknown): never {
  const { code, syscall, message } = cause as NodeJS.ErrnoException;
  if (syscall === undefined) throw cause;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const sentence = isFull
    ? 'The disk is full: the board is as it was. Free space and send it again.'
    : `The board could not be put on disk (${message}): it is as it was. Let the user that runs Tablo write there, and send it again.`;
  throw new HttpError(503, isFull ? 'disk_full' : 'not_written', sentence, { headers: { 'retry-after': '5' } });
}
