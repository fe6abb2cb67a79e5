// Boards and playlists of kiosks, as this server has them, and what the linter says of each.
import type { Board } from '#core/board/board.ts';
import type { Finding } from '#core/board/finding.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Result } from '#core/result.ts';
import type { Timers } from '../timers.ts';
import { Documents, type DocumentsOptions } from './documents.ts';
import type { Linter } from './linter.ts';

export interface BoardsOptions extends Omit<DocumentsOptions<unknown>, 'kind' | 'parse'> {
  /** where there is none, nothing is said */
  linter: Result<Linter>;
}

export class Boards {
  readonly boards: Documents<Board>;
  readonly kiosks: Documents<Playlist>;
  readonly #linter: Linter | null;

  constructor({ linter, ...options }: BoardsOptions) {
    this.boards = new Documents({ ...options, kind: 'boards', parse: parseBoard });
    this.kiosks = new Documents({ ...options, kind: 'kiosks', parse: parsePlaylist });
    this.#linter = linter.ok ? linter.value : null;
    if (!linter.ok) options.logger.warn(`boards are not linted: ${linter.problem.message}`);
  }

  async start(timers: Timers): Promise<void> {
    await Promise.all([this.boards.start(timers), this.kiosks.start(timers)]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.boards.stop(), this.kiosks.stop()]);
  }

  /** Of a board, or of the playlist of a kiosk. */
  findings(kind: 'board' | 'kiosk', id: string): Finding[] {
    if (!this.#linter) return [];
    if (kind === 'board') {
      const board = this.boards.get(id)?.value;
      return board ? this.#linter.board(board) : [];
    }
    const playlist = this.kiosks.get(id)?.value;
    return playlist ? this.#linter.playlist(playlist, this.boards.values()) : [];
  }
}
