// What the server says about boards, and how it is asked.
import type { Board } from '#core/board/board.ts';
import type { Finding } from '#core/board/finding.ts';
import type { Text } from '#core/board/text.ts';
import { ask, type Answer } from './ask.ts';

export interface BoardAnswer {
  id: string;
  title: Text;
  origin: 'data' | 'shipped';
  findings: Finding[];
  board: Board;
}
export interface VersionAnswer {
  /** RFC 3339; null: it came with Tablo */
  saved: string | null;
  replaced: string;
  tag: string;
  board: Board;
}

const path = (id: string): string => `boards/${encodeURIComponent(id)}`;

export const readBoard = (id: string): Promise<Answer<BoardAnswer>> => ask(path(id));

/** @param etag of the version that it takes the place of; null: there must be none */
export const saveBoard = (id: string, board: Board, etag: string | null): Promise<Answer<BoardAnswer>> =>
  ask(path(id), {
    method: 'PUT',
    body: board,
    headers: etag === null ? { 'if-none-match': '*' } : { 'if-match': etag },
  });

export const removeBoard = (id: string): Promise<Answer<{ removed: string; shipped: boolean }>> =>
  ask(path(id), { method: 'DELETE' });

export const readHistory = (id: string): Promise<Answer<{ versions: VersionAnswer[] }>> => ask(`${path(id)}/history`);

export const lintBoard = (board: Board): Promise<Answer<{ findings: Finding[] }>> =>
  ask('boards/lint', { method: 'POST', body: board });

export const listBoards = (): Promise<Answer<{ boards: { id: string; title: Text | null }[] }>> => ask('boards');
