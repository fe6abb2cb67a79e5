// /api/v1/pairings: a screen asks for a code, somebody confirms it, and the screen is given its secret.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { spellCode } from '#core/access/pairing-code.ts';
import { parseDocument } from '#core/board/document.ts';
import type { Problem } from '#core/result.ts';
import { asAudited } from '../access/asker.ts';
import { PAIRING, PERSON, SCREEN } from '../access/cookies.ts';
import { isDeviceKey } from '../access/device-keys.ts';
import type { Pairing } from '../access/pairings.ts';
import { fromOf, instant, iso, MOST_BYTES, note, withCookie, listed } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import { NEW_SCREEN, publicScreen, screen, shownPath } from './screen-answers.ts';
import type { Resource, ResourceContext, WithHeaders } from './resource.ts';

const side = z.number().int().min(1).max(100_000);
const key = z
  .string()
  .max(100)
  .refine(isDeviceKey, 'must be a point of P-256, uncompressed, in base64url')
  .describe('public, of its device: it then proves with each connection that it is that device');
const WAITING = z.strictObject({ width: side, height: side, key: key.optional() });
const code = z.string().describe('as the screen shows it: "BCDF-GHJK"');
const waiting = z.strictObject({
  ...{ code, until: instant },
  at: z.string().nullable().describe('where browsers find the server, when it was told'),
});
const own = z.strictObject({
  state: z.enum(['waiting', 'paired', 'over']).describe('over: ask for another code'),
  until: instant.optional(),
  code: code.optional(),
  path: z.string().optional().describe('the page to open'),
});
const seen = z.strictObject({
  ...{ code, made: instant, until: instant, address: z.string(), browser: z.string() },
  ...{ width: side, height: side },
});

export const PAIRING_RESOURCES: Resource[] = [
  {
    ...{ method: 'POST', path: '/api/v1/pairings', operationId: 'beginPairing', needs: 'nothing', status: 201 },
    ...{ isAboutDoors: true, isForScreens: true },
    summary: 'A screen asks for a code to show; it holds for ten minutes. Sets the cookie to ask with.',
    takes: WAITING,
    answer: waiting,
    handle: begin,
  },
  {
    ...{ method: 'GET', path: '/api/v1/pairings/own', operationId: 'ownPairing', needs: 'nothing', status: 200 },
    ...{ isAboutDoors: true, isForScreens: true },
    summary: 'Whether it was confirmed: then, once, what to open, and the screen’s own cookie.',
    answer: own,
    handle: askOwn,
  },
  {
    ...{ method: 'GET', path: '/api/v1/pairings/{id}', operationId: 'pairing', needs: 'screens', status: 200 },
    isAboutDoors: true,
    summary: 'What shows this code: where it is, and what browser.',
    answer: seen,
    handle: (typed, context) => publicPairing(shown(typed, context)),
  },
  {
    ...{ method: 'POST', path: '/api/v1/pairings/{id}', operationId: 'confirmPairing', needs: 'screens', status: 201 },
    isAboutDoors: true,
    summary: 'Makes a screen of what shows this code.',
    takes: NEW_SCREEN,
    answer: screen,
    handle: confirm,
  },
];

async function begin(_: string, context: ResourceContext, request: IncomingMessage): Promise<WithHeaders> {
  const { doors } = context;
  const { key: own = null, ...size } = unwrap(parseDocument(WAITING, await readJson(request, MOST_BYTES)));
  const begun = doors.pairings.begin(fromOf(context, request), size, own, doors.cookies.read(request, PAIRING));
  if (!begun.ok) throw refusal(begun.problem);
  const { secret, pairing } = begun.value;
  const shown = { code: spellCode(pairing.code), until: iso(pairing.untilAt), at: doors.address ?? null };
  return withCookie(shown, doors.cookies.set(PAIRING, secret));
}

function askOwn(_: string, context: ResourceContext, request: IncomingMessage): object {
  const { doors } = context;
  const secret = doors.cookies.read(request, PAIRING);
  const pairing = doors.pairings.own(secret);
  if (!pairing) return { state: 'over' };
  if (pairing.screen === null) return { state: 'waiting', code: spellCode(pairing.code), until: iso(pairing.untilAt) };
  const became = doors.screens.get(pairing.screen);
  if (!became) return { state: 'over' };
  doors.pairings.close(secret);
  const { id, name, path } = became;
  if (pairing.key !== null) doors.deviceKeys.keep(id, pairing.key);
  const credential = doors.credentials.make({ kind: 'screen', id }, fromOf(context, request), null);
  const who = asAudited({ kind: 'screen', id, name });
  doors.audit.note({ who, what: 'screen-came', about: path, address: context.address });
  // Somebody signed in on it to look for this page: a screen on a wall stays nobody's.
  if (context.asker?.kind === 'person') doors.credentials.revoke(context.asker.credential ?? '');
  const { cookies } = doors;
  const set = [cookies.set(SCREEN, credential), cookies.clear(PAIRING), cookies.clear(PERSON)];
  return withCookie({ state: 'paired', path }, ...set);
}

async function confirm(typed: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { doors, asker } = context;
  const asked = unwrap(parseDocument(NEW_SCREEN, await readJson(request, MOST_BYTES)));
  shownPath(asked.path, context);
  const pairing = shown(typed, context);
  const made = doors.screens.add(asked, asker ? asAudited(asker) : 'nobody');
  pairing.screen = made.id;
  const { address, agent } = pairing.from;
  note(context, 'screen-paired', listed({ ...asked, id: made.id, from: address, browser: agent }));
  return publicScreen(made, context);
}

/** @throws HttpError */
function shown(typed: string, { doors, asker, address }: ResourceContext): Pairing {
  const found = doors.pairings.find(typed, { id: asker?.id ?? '', address });
  if (!found.ok) throw refusal(found.problem);
  return found.value;
}

function refusal({ code, message, path }: Problem): HttpError {
  const status = code.startsWith('too_many') ? 429 : code === 'unknown_code' ? 404 : 400;
  const headers: Record<string, string> = status === 429 ? { 'retry-after': '60' } : {};
  return new HttpError(status, code, message, { ...(path ? { path } : {}), headers });
}

function publicPairing({ code, from, size, madeAt, untilAt }: Pairing): object {
  const { address, agent: browser } = from;
  return { code: spellCode(code), made: iso(madeAt), until: iso(untilAt), address, browser, ...size };
}
