// Boards and playlists of kiosks, as this server has them.
import type { Board } from '#core/board/board.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Timers } from '../timers.ts';
import { Documents, type DocumentsOptions } from './documents.ts';

export class Boards {
  readonly boards: Documents<Board>;
  readonly kiosks: Documents<Playlist>;

  constructor(options: Omit<DocumentsOptions<unknown>, 'kind' | 'parse'>) {
    this.boards = new Documents({ ...options, kind: 'boards', parse: parseBoard });
    this.kiosks = new Documents({ ...options, kind: 'kiosks', parse: parsePlaylist });
  }

  async start(timers: Timers): Promise<void> {
    await Promise.all([this.boards.start(timers), this.kiosks.start(timers)]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.boards.stop(), this.kiosks.stop()]);
  }
}
