// What takes agents out of a running server: both its engines forget them.
import type { DatabaseSync } from 'node:sqlite';
import type { Engine } from '#core/engine.ts';
import { renameAgents, rewordTexts } from '#core/floor/rename-agents.ts';
import { silentAgents } from '#core/floor/silent-agents.ts';
import type { Historian } from '../history/historian.ts';
import { Eraser, type EraserOptions } from './eraser.ts';
import { Erasures } from './erasures.ts';
import { erasedIn, type ErasedAgents } from './erased-agents.ts';
import { PastAgents, prepareCovering, type PastAgentsOptions } from './past-agents.ts';

interface Parts extends Omit<EraserOptions, 'erasures' | 'floors'> {
  /** access.db */
  db: DatabaseSync;
  /** epoch ms */
  now(): number;
  /** the live one */
  engine: Engine;
  historian: Pick<Historian, 'erase' | 'reword'>;
  /** somebody is nobody from now on */
  onHidden(): void;
}

/** Who is not to be known, for all that reads events. @param db access.db */
export function openErased(db: DatabaseSync, settings: PastAgentsOptions['settings']): ErasedAgents {
  prepareCovering(db, settings);
  return erasedIn(db);
}

export function openEraser({ db, now, engine, historian, onHidden, ...options }: Parts): Eraser {
  return new Eraser({
    ...options,
    erasures: new Erasures(db, options.erased, now),
    floors: {
      erase: async (hashes) => {
        renameAgents(engine.floor, (id) => options.erased.pseudonymOf(id));
        onHidden();
        await historian.erase(hashes);
      },
      reword: async (words) => {
        rewordTexts(engine.floor, new Map(words));
        await historian.reword(words);
      },
    },
  });
}

interface PastParts extends Omit<PastAgentsOptions, 'coverSilent'> {
  /** the live one */
  engine: Engine;
  historian: Pick<Historian, 'coverSilent'>;
}

export function openPastAgents({ engine, historian, ...options }: PastParts): PastAgents {
  return new PastAgents({
    ...options,
    coverSilent: async (before) => {
      const silent = silentAgents(engine.floor, before);
      renameAgents(engine.floor, (id) => (silent.has(id) ? options.erased.coverOf(id) : null));
      await historian.coverSilent(before);
    },
  });
}
