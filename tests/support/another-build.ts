// The built web app once more, as another build of it: every script has another name, and it says another version.
import { cpSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export const BUILD = join(import.meta.dirname, '../../build');

export function versionOf(build: string): string {
  return (JSON.parse(readFileSync(join(build, '_app/version.json'), 'utf8')) as { version: string }).version;
}

/** @param folder where to put it; must not be there yet */
export function makeAnotherBuild(folder: string): void {
  const version = versionOf(BUILD);
  cpSync(BUILD, folder, { recursive: true });
  const scripts = globSync('_app/immutable/**/*.js', { cwd: folder });
  const names = new Map(scripts.map((path) => [basename(path), basename(path).replace(/\.js$/, '-2.js')]));
  for (const path of globSync('**/*.{js,html,json}', { cwd: folder })) {
    const text = readFileSync(join(folder, path), 'utf8');
    const renamed = text.replace(/[\w-]+(?:\.[\w-]+)*\.js\b/g, (name) => names.get(name) ?? name);
    writeFileSync(join(folder, path), renamed.replaceAll(version, `${version}2`));
  }
  for (const path of scripts) renameSync(join(folder, path), join(folder, path.replace(/\.js$/, '-2.js')));
}
