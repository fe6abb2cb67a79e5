// /api/v1/boards and kiosks: what there is, and boards that are saved, taken away, put back and judged.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { BOARD_ID, MOST_DOCUMENT_BYTES, type Board } from '#core/board/board.ts';
import { inLanguage, type Finding } from '#core/board/finding.ts';
import { BOARD, parseBoard } from '#core/board/parse-board.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Problem, Result } from '#core/result.ts';
import type { Version } from '../boards/board-history.ts';
import { tagOf } from '../boards/board-store.ts';
import { notThere } from '../boards/board-topics.ts';
import type { Document } from '../boards/documents.ts';
import { queryOf } from './address.ts';
import { boardAnswer, findingsAnswer, historyAnswer, kioskAnswer, listOf, removedBoard } from './board-answers.ts';
import { conditionOf } from './condition.ts';
import { note } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import { language, parseQuery } from './query.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';

const CONDITIONS = ['If-Match', 'If-None-Match'];
/** of what the linter says */
const WORDS = z.object({ lang: language.describe('of findings: en, ru; default the operator’s') });

export const BOARD_RESOURCES: Resource[] = [
  {
    method: 'GET',
    path: '/api/v1/boards',
    operationId: 'boards',
    summary: 'The boards there are, and what is wrong with their files.',
    needs: 'numbers',
    status: 200,
    answer: listOf('boards'),
    query: WORDS,
    handle: (_, context, request) => listOfAll('board', context, request),
  },
  {
    method: 'GET',
    path: '/api/v1/boards/{id}',
    operationId: 'board',
    summary: 'A board, as a document; its ETag names this version.',
    needs: 'numbers',
    status: 200,
    answer: boardAnswer,
    query: WORDS,
    handle: tagged,
  },
  {
    method: 'PUT',
    path: '/api/v1/boards/{id}',
    operationId: 'saveBoard',
    summary: 'Saves a board in the data folder; answers when it is on disk. The former version is kept.',
    needs: 'boards',
    takes: BOARD,
    query: WORDS,
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
    needs: 'boards',
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
    needs: 'numbers',
    status: 200,
    answer: historyAnswer,
    handle: history,
  },
  {
    method: 'POST',
    path: '/api/v1/boards/lint',
    operationId: 'lintBoard',
    summary: 'What the linter says of a board that is not saved.',
    needs: 'numbers',
    takes: BOARD,
    query: WORDS,
    isRead: true,
    status: 200,
    answer: findingsAnswer,
    handle: async (_, context, request) => ({ findings: said(await readBoard(request), context, request) }),
  },
  {
    method: 'GET',
    path: '/api/v1/kiosks',
    operationId: 'kiosks',
    summary: 'The playlists of kiosks, and what is wrong with their files.',
    needs: 'numbers',
    status: 200,
    answer: listOf('kiosks'),
    query: WORDS,
    handle: (_, context, request) => listOfAll('kiosk', context, request),
  },
  {
    method: 'GET',
    path: '/api/v1/kiosks/{id}',
    operationId: 'kiosk',
    summary: 'A playlist, as a document.',
    needs: 'numbers',
    status: 200,
    answer: kioskAnswer,
    query: WORDS,
    handle: (id, context, request) => whole('kiosk', id, context, request),
  },
];

type Kind = 'board' | 'kiosk';

function listOfAll(kind: Kind, { boards, directory }: ResourceContext, request: IncomingMessage): object {
  const name = `${kind}s` as const;
  const documents = boards[name];
  const asked = languageOf(request) ?? directory.language;
  return { [name]: documents.all().map((one) => inList(kind, one, boards, asked)), problems: documents.problems };
}

function inList(
  kind: Kind,
  one: Document<Board | Playlist>,
  boards: ResourceContext['boards'],
  language: string,
): object {
  const { id, origin, value, problems } = one;
  const findings = inLanguage(boards.findings(kind, id), language);
  return { id, title: value?.title ?? null, origin, problems, findings };
}

function whole(kind: Kind, id: string, { boards, directory }: ResourceContext, request: IncomingMessage): object {
  const documents = boards[`${kind}s`];
  const found = documents.get(id);
  if (!found?.value) throw notFound(notThere(kind, id, documents));
  return { ...inList(kind, found, boards, languageOf(request) ?? directory.language), [kind]: found.value };
}

/** What the linter says of a board that need not be saved. */
const said = (board: Board, { boards, directory }: ResourceContext, request: IncomingMessage): Finding[] =>
  inLanguage(boards.findingsOf(board), languageOf(request) ?? directory.language);

/** @throws HttpError */
const languageOf = (request: IncomingMessage): string | undefined => parseQuery(WORDS, queryOf(request)).lang;

function tagged(id: string, context: ResourceContext, request: IncomingMessage): WithHeaders {
  const body = whole('board', id, context, request);
  return new WithHeaders(body, { etag: `"${tagOf((body as { board: Board }).board)}"` });
}

function notFound(result: Result<never>): HttpError {
  const { code, message } = result.ok ? ({} as Problem) : result.problem;
  return new HttpError(404, code, message);
}

async function saveBoard(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  mustBeId(id);
  const board = await readBoard(request);
  const saved = await context.boards.store.save(id, board, conditionOf(request)).catch(notWritten);
  if (!saved.ok) throw refused(saved.problem);
  note(context, 'board-saved', id);
  const findings = said(board, context, request);
  const body = { id, title: board.title, origin: 'data', problems: [], findings, board };
  return new WithHeaders(body, { etag: `"${tagOf(board)}"` });
}

async function removeBoard(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { boards } = context;
  mustBeId(id);
  const removed = await boards.store.remove(id, conditionOf(request)).catch(notWritten);
  if (!removed.ok) throw refused(removed.problem);
  note(context, 'board-removed', id);
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

const refused = (problem: Problem): HttpError => HttpError.of(problem, STATUS[problem.code] ?? 409);

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
