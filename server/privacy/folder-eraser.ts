// The eraser of a data folder that no server runs on: what a server would have in memory lies in the checkpoint.
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Audit } from '../access/audit.ts';
import { Alerts } from '../alerts/alerts.ts';
import { checkpointFile, type Checkpoint } from '../history/checkpoint.ts';
import { openFloor } from '../history/floor-file.ts';
import type { EventLog } from '../log/event-log.ts';
import { LogReader } from '../log/log-reader.ts';
import { Messages } from '../messages/messages.ts';
import { erasedIn } from './erased-agents.ts';
import { Eraser, type EraserOptions, type Telling } from './eraser.ts';
import { Erasures } from './erasures.ts';
import { renameInFile } from './rename-in-file.ts';

/** @param db its access.db @param log its own, which nobody else writes */
export function folderEraser(
  folder: string,
  db: DatabaseSync,
  log: EventLog,
  logger: EraserOptions['logger'],
): { eraser: Eraser; erasures: Erasures } {
  const erased = erasedIn(db);
  const erasures = new Erasures(db, erased, Date.now);
  const floors = checkpointOf(folder, log.file, (agent) => erased.pseudonymOf(agent));
  const audit = new Audit(db, Date.now);
  return {
    erasures,
    eraser: new Eraser({ folder, log, erased, erasures, audit, floors, texts: textsOf(log), logger }),
  };
}

function textsOf(log: EventLog): EraserOptions['texts'] {
  const surroundings = { log, now: Date.now, newId: randomUUID, onChanged: () => {}, onError: () => {} };
  let untold: unknown = null;
  const webhooks = { tell: () => {}, outbox: () => untold, restore: (outbox: unknown) => void (untold = outbox) };
  const alerts = new Alerts({ ...surroundings, rules: () => [], looks: () => () => [], webhooks });
  return [new Messages(surroundings), alerts];
}

/** One that did not belong to the log before it was written otherwise would seem to afterwards. */
function checkpointOf(folder: string, log: string, pseudonymOf: (agent: string) => string | null): Telling {
  const file = checkpointFile(folder);
  const positionOf = (about: object): Checkpoint['position'] => (about as Checkpoint).position;
  const inLog = <T>(ask: (reader: LogReader) => T): T => {
    const reader = new LogReader(log);
    try {
      return ask(reader);
    } finally {
      reader.close();
    }
  };
  return {
    erase: () => {
      const opened = openFloor<Checkpoint>(file);
      const isOurs = opened.ok && inLog((reader) => reader.has(positionOf(opened.value.about)));
      if (opened.ok) opened.value.close();
      if (!isOurs) rmSync(file, { force: true });
      rmSync(`${file}.tmp`, { force: true });
      return Promise.resolve();
    },
    reword: (words) => {
      const now = (about: object): object => {
        const { seq } = positionOf(about);
        return { ...about, position: inLog((reader) => reader.position(seq)) };
      };
      if (existsSync(file)) renameInFile(file, pseudonymOf, { words: new Map(words), aboutNow: now });
      return Promise.resolve();
    },
  };
}
