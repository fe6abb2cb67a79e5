// Boards and playlists of kiosks, as this server has them, and what the linter says of each; where boards are saved.
import { join } from 'node:path';
import type { Board } from '#core/board/board.ts';
import type { Finding } from '#core/board/finding.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Result } from '#core/result.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Timers } from '../timers.ts';
import { BoardHistory } from './board-history.ts';
import { BoardStore } from './board-store.ts';
import { Documents, type DocumentsOptions } from './documents.ts';
import type { Linter } from './linter.ts';

export interface BoardsOptions extends Omit<DocumentsOptions<unknown>, 'kind' | 'parse'> {
  /** where there is none, nothing is said */
  linter: Result<Linter>;
  /** keeps former versions of boards */
  log: Pick<EventLog, 'recall' | 'remember'>;
  /** epoch ms */
  now(): number;
}

export class Boards {
  readonly boards: Documents<Board>;
  readonly kiosks: Documents<Playlist>;
  readonly history: BoardHistory;
  readonly store: BoardStore;
  readonly #linter: Linter | null;

  constructor({ linter, log, now, ...options }: BoardsOptions) {
    this.boards = new Documents({ ...options, kind: 'boards', parse: parseBoard });
    this.kiosks = new Documents({ ...options, kind: 'kiosks', parse: parsePlaylist });
    this.history = new BoardHistory(log);
    const folder = join(options.folders.data, 'boards');
    this.store = new BoardStore({ folder, documents: this.boards, history: this.history, now });
    this.#linter = linter.ok ? linter.value : null;
    if (!linter.ok) options.logger.warn(`boards are not linted: ${linter.problem.message}`);
  }

  async start(timers: Timers): Promise<void> {
    await this.store.start();
    await Promise.all([this.boards.start(timers), this.kiosks.start(timers)]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.boards.stop(), this.kiosks.stop(), this.store.stop()]);
  }

  /** Of one that need not be saved. */
  findingsOf(board: Board): Finding[] {
    return this.#linter?.board(board) ?? [];
  }

  /** Of a board, or of the playlist of a kiosk. */
  findings(kind: 'board' | 'kiosk', id: string): Finding[] {
    if (kind === 'board') {
      const board = this.boards.get(id)?.value;
      return board ? this.findingsOf(board) : [];
    }
    const playlist = this.kiosks.get(id)?.value;
    return playlist && this.#linter ? this.#linter.playlist(playlist, this.boards.values()) : [];
  }
}
