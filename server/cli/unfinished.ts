// Files that are being made: beside the name that they will have, and under it only when they are whole.
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Of this process, so that two that run at once don't meet. */
export const unfinishedName = (file: string): string => `${file}.${process.pid}.unfinished`;

const PATTERN = /^\.(\d+)\.unfinished(-\w+)?$/;

/** What processes that were killed have left beside this file. */
export function leftUnfinished(file: string): string[] {
  const [folder, name] = [dirname(file), basename(file)];
  return readdirSync(folder)
    .filter((one) => {
      const found = one.startsWith(name) ? PATTERN.exec(one.slice(name.length)) : null;
      return found !== null && !isAnother(Number(found[1]));
    })
    .map((one) => join(folder, one));
}

export function removeUnfinished(file: string): void {
  for (const left of leftUnfinished(file)) rmSync(left, { force: true });
}

function isAnother(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
