// A board as a file: laid out as people write it, and on disk as a whole or not at all.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Board } from '#core/board/board.ts';
import { syncFolder } from '../history/floor-file.ts';

/** Of a file that is being written: no look takes it for a document. */
const UNFINISHED = /^\..+\.unfinished$/;

/** JSON with a place on one line: [0, 0, 12, 6]. */
export function boardText({ widgets, ...head }: Board): string {
  const placed = widgets.map(({ id, widget, options, at }) => ({
    ...{ id, widget },
    ...(Object.keys(options).length > 0 ? { options } : {}),
    at,
  }));
  const json = JSON.stringify({ ...head, widgets: placed }, null, 2);
  // Texts have no line breaks in JSON: this is never part of one.
  const numbers = /\[\n\s+(-?[\d.]+(?:,\n\s+-?[\d.]+)*)\n\s+\]/g;
  return `${json.replace(numbers, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}

/** On disk under its name when it resolves; the former file until then. A link stays one. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const target = await targetOf(file);
  const unfinished = join(dirname(target), `.${basename(target)}.${randomUUID()}.unfinished`);
  try {
    const handle = await open(unfinished, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw cause;
  }
  syncFolder(dirname(target));
}

/** Gone from disk when it resolves. */
export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
  syncFolder(dirname(file));
}

/** Keeps what is no document beside where the document goes. */
export async function putAside(file: string): Promise<void> {
  await rename(file, `${file}.broken`);
}

/** What a server that was killed left there. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) if (UNFINISHED.test(name)) await rm(join(folder, name), { force: true });
}

async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return file;
    throw cause;
  }
}
