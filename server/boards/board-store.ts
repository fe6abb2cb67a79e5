// Boards that are saved and taken away over HTTP: one after the other, compared with what lies on disk at that moment, the
// former version kept. Files that somebody edits by hand meanwhile count as much.
import { createHash } from 'node:crypto';
import { stat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BOARD_ID, MOST_DOCUMENT_BYTES, type Board } from '#core/board/board.ts';
import { parseJson } from '#core/board/document.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { boardText, putAside, removeFile, removeUnfinished, writeWhole } from './board-file.ts';
import type { BoardHistory } from './board-history.ts';
import type { Documents } from './documents.ts';
import { MOST_DOCUMENTS } from './folder-look.ts';

/** What the sender takes for granted: a version of the board by its tag, any, or that there is none. */
export type Condition = { tags: readonly string[] } | 'there' | 'free' | null;

export interface StoreOptions {
  /** the data folder's boards/ */
  folder: string;
  documents: Pick<Documents<Board>, 'get' | 'all' | 'lookNow'>;
  history: Pick<BoardHistory, 'add'>;
  now(): number;
}

interface Present {
  board: Board;
  /** epoch ms; null: it came with Tablo */
  savedAt: number | null;
}

export class BoardStore {
  readonly #options: StoreOptions;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    await removeUnfinished(this.#options.folder);
  }

  /** Resolves when what was begun is on disk. */
  async stop(): Promise<void> {
    await this.#writing;
  }

  /** On disk and on the screens when it resolves. @throws LogFailure, and what the file system says */
  save(id: string, board: Board, condition: Condition): Promise<Result<Board>> {
    return this.#inTurn(async () => {
      const { documents, history, now } = this.#options;
      const text = textOf(board);
      if (!text.ok) return text;
      const isNew = !documents.get(id);
      if (isNew && documents.all().length >= MOST_DOCUMENTS)
        return fail('too_many', `There are ${MOST_DOCUMENTS} boards; take one away first.`);
      const { present, isBroken } = await this.#present(id);
      const met = meets(condition, id, present);
      if (!met.ok) return met;
      const isSame = present !== null && present.savedAt !== null && tagOf(present.board) === tagOf(board);
      if (isSame) return ok(board);
      // First the former one: who is killed between the two finds it in both places, never in none.
      if (present) await history.add(id, { ...present, replacedAt: now() });
      if (isBroken) await putAside(this.#file(id));
      await writeWhole(this.#file(id), text.value);
      await documents.lookNow();
      return ok(board);
    });
  }

  /** The shipped one of this id comes forth again. @throws as save */
  remove(id: string, condition: Condition): Promise<Result<null>> {
    return this.#inTurn(async () => {
      const { documents, history, now } = this.#options;
      const { present, isBroken } = await this.#present(id);
      const met = meets(condition, id, present);
      if (!met.ok) return met;
      if (!isBroken && (present === null || present.savedAt === null))
        return present
          ? fail(
              'shipped',
              `The board "${id}" comes with Tablo and has no file of yours: there is nothing to take away.`,
            )
          : fail('unknown_board', `There is no board "${id}".`);
      if (present) await history.add(id, { ...present, replacedAt: now() });
      if (isBroken) await putAside(this.#file(id));
      else await removeFile(this.#file(id));
      await documents.lookNow(id);
      return ok(null);
    });
  }

  #file(id: string): string {
    return join(this.#options.folder, `${id}.json`);
  }

  /** As the disk has it now: a look may be a second old. Of a broken file: what is served instead. */
  async #present(id: string): Promise<{ present: Present | null; isBroken: boolean }> {
    if (!BOARD_ID.test(id)) throw new Error(`"${id}" is no id`);
    const served = this.#options.documents.get(id);
    const instead = served?.value ?? null;
    try {
      const { mtimeMs, size } = await stat(this.#file(id));
      const raw =
        size > MOST_DOCUMENT_BYTES ? fail('too_large', '') : parseJson(await readFile(this.#file(id), 'utf8'));
      const parsed = raw.ok ? parseBoard(raw.value) : raw;
      if (parsed.ok) return { present: { board: parsed.value, savedAt: Math.round(mtimeMs) }, isBroken: false };
      return { present: instead && { board: instead, savedAt: null }, isBroken: true };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      const isShipped = served?.origin === 'shipped' && instead !== null;
      return { present: isShipped ? { board: instead, savedAt: null } : null, isBroken: false };
    }
  }

  /** One after the other: each begins with what the one before has left. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#writing.then(run);
    this.#writing = turn.catch(() => {});
    return turn;
  }
}

/** What a board says, in short: the same for the same document, however its file is laid out. */
export const tagOf = (board: Board): string =>
  createHash('sha256').update(JSON.stringify(board)).digest('base64url').slice(0, 22);

/** Laid out for people, or where that is too much, close together. */
function textOf(board: Board): Result<string> {
  const text = [boardText(board), JSON.stringify(board)].find((one) => Buffer.byteLength(one) <= MOST_DOCUMENT_BYTES);
  if (text !== undefined) return ok(text);
  return fail('too_large', `The board takes more than ${MOST_DOCUMENT_BYTES} bytes; give it fewer widgets.`);
}

function meets(condition: Condition, id: string, present: Present | null): Result<null> {
  if (condition === null) return ok(null);
  if (condition === 'free')
    return present ? fail('exists', `There is a board "${id}" already; choose another id.`) : ok(null);
  if (!present) return fail('changed', `There is no board "${id}" any more; save it without If-Match to make it anew.`);
  if (condition === 'there' || condition.tags.includes(tagOf(present.board))) return ok(null);
  const message = `Somebody else has saved the board "${id}" meanwhile; read it again and put your changes into that, or save without If-Match to write over it.`;
  return fail('changed', message);
}
