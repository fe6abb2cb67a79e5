// What a screen shows, as the address of a page: /wall/floor?site=rostov, /kiosk/lobby?lang=ru. Read here once, so that
// nothing else of an address decides what a screen may see.
import { parseScope, type Scope } from '#core/scope.ts';
import { BOARD_ID } from '#core/board/board.ts';
import { scopeIn } from '#core/scope-in-address.ts';
import { fail, ok, type Result } from '#core/result.ts';

export const LONGEST_PATH = 512;
const PAGE = /^\/(wall|kiosk)\/([^/?#]+)$/;
const PARAMETERS: Record<'wall' | 'kiosk', readonly string[]> = {
  wall: ['scope', 'site', 'team', 'queue', 'channel', 'lang'],
  kiosk: ['lang'],
};
/** Whose address is not looked at but for its path. */
const NOWHERE = 'http://nowhere.invalid';

export interface ScreenPath {
  kind: 'wall' | 'kiosk';
  /** of the board, or of the playlist */
  id: string;
  /** of a wall */
  scope: Scope;
  /** as it was asked for */
  scopeText: string;
}

export function parseScreenPath(path: string): Result<ScreenPath> {
  const url = path.startsWith('/') && path.length <= LONGEST_PATH ? addressOf(path) : null;
  const [, kind, id] = PAGE.exec(url?.pathname ?? '') ?? [];
  if (!url || !BOARD_ID.test(id ?? ''))
    return fail(
      'bad_path',
      `"${path.slice(0, 80)}" is no screen; write /wall/BOARD?site=ID or /kiosk/PLAYLIST.`,
      'path',
    );
  const page = kind as 'wall' | 'kiosk';
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS[page].includes(name));
  if (unknown !== undefined)
    return fail('bad_path', `A ${page} takes no "${unknown}"; it takes ${PARAMETERS[page].join(', ')}.`, 'path');
  const scopeText = scopeIn(url.searchParams);
  const scope = parseScope(scopeText);
  if (!scope.ok) return fail(scope.problem.code, scope.problem.message, 'path');
  return ok({ kind: page, id, scope: scope.value, scopeText });
}

function addressOf(path: string): URL | null {
  if (!URL.canParse(path, NOWHERE)) return null;
  const url = new URL(path, NOWHERE);
  // "//host/wall/floor" is another host's.
  return url.origin === NOWHERE && url.hash === '' ? url : null;
}
