// Former versions of boards: kept in the log's memory, so that they are in every backup. The oldest go.
import type { Board } from '#core/board/board.ts';
import type { EventLog } from '../log/event-log.ts';

/** of one board */
export const MOST_VERSIONS = 20;
/** of all boards, as JSON */
const MOST_BYTES = 2 * 1024 * 1024;
/** Under this name the log keeps them. */
const HISTORY = 'tablo/former-boards';

/** What a board was until another was saved, or it was taken away. */
export interface Version {
  /** epoch ms: its file's; null: it came with Tablo */
  savedAt: number | null;
  /** epoch ms */
  replacedAt: number;
  board: Board;
}
/** by id of the board, the newest first */
type Versions = Readonly<Record<string, readonly Version[]>>;

export class BoardHistory {
  readonly #log: Pick<EventLog, 'recall' | 'remember'>;
  #versions: Versions;

  constructor(log: Pick<EventLog, 'recall' | 'remember'>) {
    this.#log = log;
    this.#versions = (log.recall(HISTORY) as Versions | null) ?? {};
  }

  /** The newest first. */
  of(id: string): readonly Version[] {
    return Object.hasOwn(this.#versions, id) ? this.#versions[id] : [];
  }

  /** On disk when it resolves. What is the newest already is not kept twice. @throws LogFailure */
  async add(id: string, version: Version): Promise<void> {
    const former = this.of(id);
    const isKnown = former.length > 0 && JSON.stringify(former[0].board) === JSON.stringify(version.board);
    if (isKnown) return;
    const versions = bounded({ ...this.#versions, [id]: [version, ...former].slice(0, MOST_VERSIONS) });
    await this.#log.remember(HISTORY, versions);
    this.#versions = versions;
  }
}

/** Without the oldest, of whichever board, that are too much. */
function bounded(versions: Versions): Versions {
  const all = Object.entries(versions).flatMap(([id, list]) => list.map((version) => ({ id, version })));
  all.sort((a, b) => b.version.replacedAt - a.version.replacedAt);
  const kept: Record<string, Version[]> = {};
  let bytes = 0;
  for (const { id, version } of all) {
    bytes += JSON.stringify(version).length;
    if (bytes > MOST_BYTES) break;
    (kept[id] ??= []).push(version);
  }
  return kept;
}
