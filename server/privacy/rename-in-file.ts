// A floor in a file without some of its people: written beside its name and renamed, so that there is always a whole one.
import { existsSync } from 'node:fs';
import { Floor } from '#core/floor/floor.ts';
import { renameAgents, rewordTexts } from '#core/floor/rename-agents.ts';
import { openFloor, writeFloor } from '../history/floor-file.ts';

interface Otherwise {
  /** and what stands in their place, where nobody stands by their id */
  words: ReadonlyMap<string, string>;
  /** what the file is about from now on */
  aboutNow(about: object): object;
}

/**
 * A file that is damaged, or gone, is left to whoever makes it again from the log.
 * @param otherwise what else is written otherwise; without it a file that tells of nobody stays as it is
 * @returns whether it was written anew @throws what the file system says
 */
export function renameInFile(
  file: string,
  pseudonymOf: (agent: string) => string | null,
  otherwise?: Otherwise,
): boolean {
  const opened = openFloor<object>(file);
  if (!opened.ok) return false;
  const { about, read, close } = opened.value;
  const dump = read();
  close();
  if (!dump.ok) return false;
  const floor = new Floor<unknown>();
  floor.restore(dump.value);
  if (!renameAgents(floor, pseudonymOf) && !otherwise) return false;
  if (otherwise) rewordTexts(floor, otherwise.words);
  try {
    writeFloor(file, otherwise?.aboutNow(about) ?? about, floor.dump());
  } catch (cause) {
    // The shelf was tidied meanwhile, the file with it or what was to become it.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return existsSync(file) && renameInFile(file, pseudonymOf, otherwise);
  }
  return true;
}
