// One look at a folder of documents: which there are, and what those say that changed since the look before.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BOARD_ID, MOST_DOCUMENT_BYTES } from '#core/board/board.ts';
import { parseJson } from '#core/board/document.ts';
import { fail, type Problem, type Result } from '#core/result.ts';

export const MOST_DOCUMENTS = 200;

/** A file as it was found. */
export interface Found<T> {
  /** changes whenever the file does */
  stamp: string;
  document: Result<T>;
}

export interface Look<T> {
  /** by id: the file's name without its ending */
  documents: Map<string, Found<T>>;
  /** about files that can't be documents, and the folder itself */
  problems: Problem[];
}

/**
 * A folder that is not there has none.
 * @param before of the same folder: what has not changed is not read again
 * @param only an id: whatever else is there is no document
 */
export async function lookInto<T>(
  folder: string,
  parse: (raw: unknown) => Result<T>,
  before: ReadonlyMap<string, Found<T>>,
  only?: string,
): Promise<Look<T>> {
  const documents = new Map<string, Found<T>>();
  const problems: Problem[] = [];
  for (const name of await namesIn(folder, problems)) {
    const id = name.slice(0, -'.json'.length);
    if (only !== undefined && id !== only) continue;
    if (!BOARD_ID.test(id)) problems.push(notAnId(folder, name));
    else if (documents.size >= MOST_DOCUMENTS) {
      problems.push({ code: 'too_many', message: `${folder} has more than ${MOST_DOCUMENTS}; "${name}" is left out.` });
    } else {
      const found = await lookAt(join(folder, name), parse, before.get(id));
      if (found) documents.set(id, found);
    }
  }
  return { documents, problems };
}

/** What editors keep beside a file begins with a dot, or ends otherwise. */
async function namesIn(folder: string, problems: Problem[]): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT') problems.push({ code: 'unreadable', message: `${folder} can't be read: ${message}.` });
    return [];
  }
}

function notAnId(folder: string, name: string): Problem {
  const message = `${join(folder, name)} is left out: its name is its id, so it has small letters a–z, digits and hyphens inside, and then ".json".`;
  return { code: 'bad_name', message };
}

/** @returns undefined where it is gone meanwhile */
async function lookAt<T>(
  file: string,
  parse: (raw: unknown) => Result<T>,
  before: Found<T> | undefined,
): Promise<Found<T> | undefined> {
  try {
    const there = await stat(file);
    const { size } = there;
    const stamp = `${there.ino}/${size}/${there.mtimeMs}/${there.ctimeMs}`;
    if (before?.stamp === stamp) return before;
    if (!there.isFile()) return { stamp, document: fail('no_file', 'It is no file.') };
    if (size > MOST_DOCUMENT_BYTES)
      return { stamp, document: fail('too_large', `It has ${size} bytes; at most ${MOST_DOCUMENT_BYTES} are read.`) };
    const raw = parseJson(await readFile(file, 'utf8'));
    return { stamp, document: raw.ok ? parse(raw.value) : raw };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (before?.stamp === message) return before;
    return { stamp: message, document: fail('unreadable', `It can't be read: ${message}.`) };
  }
}
