// /api/v1/screens: the screens that were paired, renamed, led elsewhere and revoked.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { parseDocument } from '#core/board/document.ts';
import { HEALTH_LEVEL, HEALTHS } from '#core/screen-health.ts';
import type { Asker } from '../access/asker.ts';
import type { Screen } from '../access/screens.ts';
import { countHealths } from '../fleet-watch.ts';
import { done, DONE, instant, iso, MOST_BYTES, note, listed } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import type { Resource, ResourceContext } from './resource.ts';
import { COMMAND, publicScreen, screen, SCREEN_CHANGE, screenHealth, shownPath } from './screen-answers.ts';

export const SCREEN_RESOURCES: Resource[] = [
  {
    ...{ method: 'GET', path: '/api/v1/screens', operationId: 'screens', needs: 'screens', status: 200 },
    isAboutDoors: true,
    summary: 'The screens that were paired, of the sites that one sees.',
    answer: z.strictObject({ asOf: instant, screens: z.array(screen) }),
    handle: (_, context) => ({
      asOf: iso(context.now()),
      screens: seenBy(context).map((one) => publicScreen(one, context)),
    }),
  },
  {
    ...{ method: 'GET', path: '/api/v1/screen-health', operationId: 'screenHealth', needs: 'screens', status: 200 },
    isAboutDoors: true,
    summary: 'How many screens are how, of the sites that one sees.',
    answer: screenHealth,
    handle: (_, context) => {
      const health = countHealths(context.doors, context.fleet, seenBy(context));
      const act = HEALTHS.filter((one) => HEALTH_LEVEL[one] === 'act').reduce((sum, one) => sum + health[one], 0);
      return { asOf: iso(context.now()), act, health };
    },
  },
  {
    ...{ method: 'PUT', path: '/api/v1/screens/{id}', operationId: 'changeScreen', needs: 'screens', status: 200 },
    isAboutDoors: true,
    summary: 'Another name, place, path, or names on or off; the screen shows it at once.',
    takes: SCREEN_CHANGE,
    answer: screen,
    handle: change,
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/screens/{id}', operationId: 'revokeScreen', needs: 'screens', status: 200 },
    isAboutDoors: true,
    summary: 'Revokes a screen: it shows nothing any more, at once, but a code to be paired again.',
    answer: done,
    handle: revoke,
  },
  {
    ...{ method: 'POST', path: '/api/v1/screens/{id}/do', operationId: 'tellScreen', needs: 'screens', status: 200 },
    isAboutDoors: true,
    summary: 'Tells a screen that is connected to say its name and place for ten seconds, or to load itself again.',
    takes: COMMAND,
    answer: done,
    handle: tell,
  },
];

async function change(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const before = known(id, context);
  const asked = unwrap(parseDocument(SCREEN_CHANGE, await readJson(request, MOST_BYTES)));
  if (asked.path !== undefined) shownPath(asked.path, context);
  const changed = unwrap(context.doors.screens.change(id, asked));
  note(context, 'screen-changed', `${id} ${before.name}: ${listed(asked)}`);
  return publicScreen(changed, context);
}

function revoke(id: string, context: ResourceContext): object {
  const { doors } = context;
  const gone = known(id, context);
  doors.screens.remove(id);
  doors.credentials.revokeAllOf({ kind: 'screen', id });
  doors.deviceKeys.forget(id);
  context.fleet.forget(id);
  note(context, 'screen-revoked', `${id} ${gone.name}: ${gone.path}`);
  return DONE;
}

async function tell(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { name, place } = known(id, context);
  const { do: command } = unwrap(parseDocument(COMMAND, await readJson(request, MOST_BYTES)));
  if (!context.fleet.tell(id, command === 'identify' ? { do: command, name, place } : { do: command })) {
    const message = `"${name}" is not connected: nothing can be told to it now. It was told nothing; try again when it is back.`;
    throw new HttpError(409, 'not_connected', message);
  }
  note(context, 'screen-told', `${id} ${name}: ${command}`);
  return DONE;
}

function seenBy({ doors, asker }: ResourceContext): Screen[] {
  const { sight } = asker as Asker;
  return doors.screens.all().filter(({ path }) => doors.screens.isInSight(path, sight));
}

/** @throws HttpError 404, also where it is there and not in one's sites */
function known(id: string, context: ResourceContext): Screen {
  const found = seenBy(context).find((one) => one.id === id);
  if (found) return found;
  throw new HttpError(404, 'unknown_screen', `There is no screen "${id}" that you see.`);
}
