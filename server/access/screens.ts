// The screens that were paired: what each shows, and what it may see for that. How one is paired is the pairings' business,
// its secret the credentials'.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Sight } from '#core/access/sight.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Directory } from '#core/directory.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Asker } from './asker.ts';
import { grantOf, type Grant } from './screen-grant.ts';
import { parseScreenPath } from './screen-path.ts';

export interface Screen {
  id: string;
  name: string;
  /** where it hangs, in words */
  place: string;
  /** "/wall/floor?site=rostov", "/kiosk/lobby" */
  path: string;
  /** people are named on it */
  names: boolean;
  /** who paired it, as the audit log names them */
  pairedBy: string;
  /** epoch ms */
  pairedAt: number;
}

export type NewScreen = Pick<Screen, 'name' | 'place' | 'path' | 'names'>;

interface Row {
  id: string;
  name: string;
  place: string;
  path: string;
  names: number;
  paired_by: string;
  paired_at: number;
}

export interface ScreensOptions {
  db: DatabaseSync;
  now(): number;
  /** what a screen may see, or its being there, changed */
  onChanged(): void;
  directory: Directory;
  /** null: there is none */
  playlist(id: string): Playlist | null;
}

export class Screens {
  readonly #options: ScreensOptions;
  /** by name */
  #screens: ReadonlyMap<string, Readonly<Screen>> = new Map();

  constructor(options: ScreensOptions) {
    this.#options = options;
    this.#read();
  }

  all(): Readonly<Screen>[] {
    return [...this.#screens.values()];
  }

  get(id: string): Readonly<Screen> | undefined {
    return this.#screens.get(id);
  }

  add(screen: NewScreen, pairedBy: string): Screen {
    const id = randomUUID();
    const { name, place, path, names } = screen;
    this.#options.db
      .prepare('INSERT INTO screen (id, name, place, path, names, paired_by, paired_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(id, name, place, path, Number(names), pairedBy, this.#options.now());
    this.#read();
    return this.get(id) as Screen;
  }

  change(id: string, change: Partial<NewScreen>): Result<Screen> {
    const before = this.get(id);
    if (!before) return unknownScreen(id);
    const { name, place, path, names } = { ...before, ...change };
    this.#options.db
      .prepare('UPDATE screen SET name = ?, place = ?, path = ?, names = ? WHERE id = ?')
      .run(name, place, path, Number(names), id);
    this.#changed();
    return ok(this.get(id) as Screen);
  }

  remove(id: string): Result<Screen> {
    const screen = this.get(id);
    if (!screen) return unknownScreen(id);
    this.#options.db.prepare('DELETE FROM screen WHERE id = ?').run(id);
    this.#changed();
    return ok(screen);
  }

  /** What showing this takes; null where it is no address of a screen. */
  grant(path: string): Grant | null {
    const parsed = parseScreenPath(path);
    if (!parsed.ok) return null;
    const { directory, playlist } = this.#options;
    return grantOf(parsed.value, () => playlist(parsed.value.id), directory);
  }

  /** Whether all that is shown there lies in sites that somebody sees. */
  isInSight(path: string, { sites }: Sight): boolean {
    if (sites === null) return true;
    const shown = this.grant(path)?.sites ?? null;
    return shown !== null && shown.every((site) => sites.includes(site));
  }

  /** @param credential that it showed */
  asker(id: string, credential: string): Asker | null {
    const screen = this.get(id);
    const grant = screen && this.grant(screen.path);
    if (!screen || !grant) return null;
    const sight: Sight = { names: screen.names, sites: grant.sites };
    return {
      ...{ kind: 'screen', id, name: screen.name, rights: new Set(['numbers'] as const), sight, credential },
      screen: { path: screen.path, grant },
    };
  }

  #changed(): void {
    this.#read();
    this.#options.onChanged();
  }

  #read(): void {
    const rows = this.#options.db.prepare('SELECT * FROM screen').all() as unknown as Row[];
    const byName = rows.map(asScreen).sort((a, b) => a.name.localeCompare(b.name));
    this.#screens = new Map(byName.map((screen) => [screen.id, screen]));
  }
}

const unknownScreen = (id: string): Result<never> => fail('unknown_screen', `There is no screen "${id}".`);

function asScreen({ id, name, place, path, names, paired_by, paired_at }: Row): Screen {
  return { id, name, place, path, names: names === 1, pairedBy: paired_by, pairedAt: paired_at };
}
