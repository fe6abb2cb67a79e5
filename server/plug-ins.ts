// Finds plug-ins by folder: one file each, id = file name without its extension.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @throws a sentence that names the file that has no default export */
export async function loadPlugIns<T>(folder: string): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as { default?: T };
    if (module.default === undefined)
      throw new Error(`${join(folder, file)} has no default export; see the files beside it.`);
    found.set(file.slice(0, -'.ts'.length), module.default);
  }
  return found;
}
