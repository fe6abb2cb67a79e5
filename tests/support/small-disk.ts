// A file system of a few megabytes, in memory: what can be filled to the last byte.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { newFolder } from './app.ts';

export interface SmallDisk {
  path: string;
  remove(): void;
}

/** @param size as mount takes it: "4m". @throws a sentence when nothing may be mounted here: only root may */
export function smallDisk(size: string): SmallDisk {
  const path = newFolder();
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path);
  return {
    path,
    remove: () => {
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export function remount(disk: SmallDisk, how: 'ro' | 'rw'): void {
  mount('-o', `remount,${how}`, disk.path);
}

function mount(...args: string[]): void {
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`This test needs a small file system of its own, and mount says: ${stderr || error?.message}`);
}
