// A floor in a file without some of its people: written beside its name and renamed, so that there is always a whole one.
import { existsSync } from 'node:fs';
import { Floor } from '#core/floor/floor.ts';
import { renameAgents } from '#core/floor/rename-agents.ts';
import { openFloor, writeFloor } from '../history/floor-file.ts';

/**
 * A file that is damaged, or gone, is left to whoever makes it again from the log.
 * @param aboutNow what the file is about from now on
 * @returns whether it was written anew @throws what the file system says
 */
export function renameInFile(
  file: string,
  pseudonymOf: (agent: string) => string | null,
  aboutNow: (about: object) => object = (about) => about,
): boolean {
  const opened = openFloor<object>(file);
  if (!opened.ok) return false;
  const { about, read, close } = opened.value;
  const dump = read();
  close();
  if (!dump.ok) return false;
  const floor = new Floor<unknown>();
  floor.restore(dump.value);
  if (!renameAgents(floor, pseudonymOf)) return false;
  try {
    writeFloor(file, aboutNow(about), floor.dump());
  } catch (cause) {
    // The shelf was tidied meanwhile, the file with it or what was to become it.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return existsSync(file) && renameInFile(file, pseudonymOf, aboutNow);
  }
  return true;
}
