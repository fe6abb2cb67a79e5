// What /api/v1/screens and /api/v1/pairings take and answer of a screen.
import { z } from 'zod';
import type { Asker } from '../access/asker.ts';
import { LONGEST_PATH, parseScreenPath } from '../access/screen-path.ts';
import type { Screen } from '../access/screens.ts';
import { notThere } from '../boards/board-topics.ts';
import { instant, iso, name } from './door-answers.ts';
import { HttpError } from './http-error.ts';
import { unwrap } from './json-body.ts';
import type { ResourceContext } from './resource.ts';

const place = z.string().trim().max(80).describe('where it hangs, in words');
const path = z.string().min(1).max(LONGEST_PATH).describe('/wall/BOARD?site=ID or /kiosk/PLAYLIST');
const names = z.boolean().describe('people are named on it');

export const NEW_SCREEN = z.strictObject({ name, place: place.default(''), path, names: names.default(false) });
export const SCREEN_CHANGE = z.strictObject({ name, place, path, names }).partial();

export const screen = z.strictObject({
  ...{ id: z.string(), name: z.string(), place: z.string(), path: z.string(), names },
  pairedBy: z.string(),
  paired: instant,
  credential: z.boolean().describe('it can come in; false: it has to be paired again'),
  online: z.boolean().describe('it is connected now'),
  seen: instant.nullable().describe('when it came in last, to the minute'),
  address: z.string(),
  browser: z.string(),
});

export function publicScreen({ pairedAt, ...screen }: Screen, { doors, isOnline }: ResourceContext): object {
  const [credential] = doors.credentials.of({ kind: 'screen', id: screen.id });
  return {
    ...screen,
    paired: iso(pairedAt),
    credential: credential !== undefined,
    online: isOnline(screen.id),
    seen: credential ? iso(credential.seenAt) : null,
    address: credential?.address ?? '',
    browser: credential?.agent ?? '',
  };
}

/** @throws HttpError where a path leads to no screen, or to what who asks does not see */
export function shownPath(path: string, { doors, asker, boards }: ResourceContext): void {
  const { kind, id } = unwrap(parseScreenPath(path));
  const documents = kind === 'wall' ? boards.boards : boards.kiosks;
  if (!documents.get(id)?.value) unwrap(notThere(kind === 'wall' ? 'board' : 'kiosk', id, documents));
  if (doors.screens.isInSight(path, (asker as Asker).sight)) return;
  const message = `What ${path} shows is not all in your sites; ask for one of them, as /wall/${id}?site=ID.`;
  throw new HttpError(403, 'out_of_sight', message, { path: 'path' });
}
