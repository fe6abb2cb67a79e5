// The checkpoint of a data folder: the floor as the log's events up to a position make it. Derived: one that does not
// fit this log or this version is said to be so, and the log tells everything again.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FloorDump } from '#core/floor/dump.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { LogReader, Position } from '../log/log-reader.ts';
import type { Manifest } from './archive.ts';
import { openFloor, writeFloor } from './floor-file.ts';

export interface Checkpoint {
  position: Position;
  /** of what makes facts a floor: the code, and which sources are left out */
  fold: string;
  archive: Manifest;
}

const CORE = join(import.meta.dirname, '../../src/core');
/** Beside these files only what they take from `core/floor` decides what a floor becomes. */
const FOLD_FILES = ['event.ts', 'vocabulary.ts'];

export const checkpointFile = (folder: string): string => join(folder, 'checkpoint.floor');

/** Tells versions of the fold apart: another one makes another floor of the same facts. */
export function foldFingerprint(turnedOff: readonly string[]): string {
  const hash = createHash('sha256');
  const floor = readdirSync(join(CORE, 'floor')).sort();
  for (const file of [...FOLD_FILES, ...floor.map((name) => join('floor', name))])
    hash.update(file).update(readFileSync(join(CORE, file)));
  return hash.update(JSON.stringify([...turnedOff].sort())).digest('hex');
}

export function writeCheckpoint(folder: string, checkpoint: Checkpoint, dump: FloorDump): void {
  writeFloor(checkpointFile(folder), checkpoint, dump);
}

/** @returns a problem in words for the log when there is none that fits */
export function readCheckpoint(
  folder: string,
  log: LogReader,
  fold: string,
): Result<{ checkpoint: Checkpoint; dump: FloorDump }> {
  const opened = openFloor<Checkpoint>(checkpointFile(folder));
  if (!opened.ok) return opened;
  const { about, read, close } = opened.value;
  try {
    if (about.fold !== fold) return fail('old', 'it was made by another version, or with other sources turned off');
    if (!log.has(about.position)) return fail('other_log', 'it belongs to another log');
    const dump = read();
    return dump.ok ? ok({ checkpoint: about, dump: dump.value }) : dump;
  } finally {
    close();
  }
}
