// /api/v1/me: who asks, and how people sign in and out. Rules are the doors'.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { MeAnswer, SignInAnswer } from '#core/access/answers.ts';
import { RIGHTS } from '#core/access/rights.ts';
import { parseDocument } from '#core/board/document.ts';
import { PERSON, SCREEN } from '../access/cookies.ts';
import type { Credential } from '../access/credentials.ts';
import type { Person } from '../access/people.ts';
import {
  done,
  DONE,
  fromOf,
  instant,
  iso,
  MOST_BYTES,
  note,
  password,
  role,
  sites,
  withCookie,
} from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import { ownAddress } from './oidc-resources.ts';
import type { Resource, ResourceContext } from './resource.ts';

const SIGN_IN = z.strictObject({ login: z.string().max(256), password: z.string().max(256) });
const OWN_PASSWORD = z.strictObject({ before: z.string().max(256), password });

const me = z.strictObject({
  kind: z.enum(['anyone', 'person', 'screen', 'sender', 'nobody']),
  id: z.string(),
  name: z.string(),
  role: role.nullable().describe('of a person'),
  rights: z.array(z.enum(RIGHTS)),
  sites,
  open: z.boolean().describe('anyone who reaches the server may look in'),
  loopback: z.boolean().describe('only this machine reaches the server'),
  screen: z.string().nullable().describe('of a screen: the path that it shows'),
  first: z.boolean().describe('there is no administrator who can come in'),
  provider: z.string().nullable().describe('what people call the provider that they may sign in with'),
  passwords: z.boolean().describe('people may sign in with passwords'),
  vouched: z.boolean().describe('a provider says who they are, and in what role'),
});
const signIn = z.strictObject({
  ...{ id: z.string(), made: instant, seen: instant, expires: instant.nullable() },
  ...{ address: z.string(), browser: z.string(), current: z.boolean() },
});

export const ME_RESOURCES: Resource[] = [
  {
    method: 'GET',
    path: '/api/v1/me',
    operationId: 'me',
    needs: 'nothing',
    isAboutDoors: true,
    status: 200,
    isForScreens: true,
    summary: 'Who asks, as the server knows them, and what they may do.',
    answer: me,
    handle: whoAsks,
  },
  {
    method: 'POST',
    path: '/api/v1/me',
    operationId: 'signIn',
    needs: 'nothing',
    isAboutDoors: true,
    status: 200,
    summary: 'Signs in with login and password: sets a cookie.',
    takes: SIGN_IN,
    answer: done,
    handle: signInWithPassword,
  },
  {
    method: 'DELETE',
    path: '/api/v1/me',
    operationId: 'signOut',
    needs: 'nothing',
    isAboutDoors: true,
    status: 200,
    summary: 'Signs out this browser.',
    answer: done.extend({
      next: z.string().optional().describe('where the provider ends its own session: to be opened by the browser'),
    }),
    handle: signOut,
  },
  {
    method: 'PUT',
    path: '/api/v1/me/password',
    operationId: 'changeOwnPassword',
    needs: 'nothing',
    isAboutDoors: true,
    status: 200,
    summary: 'Another password for oneself; all other sign-ins of theirs end.',
    takes: OWN_PASSWORD,
    answer: done,
    handle: changeOwnPassword,
  },
  {
    method: 'GET',
    path: '/api/v1/me/sign-ins',
    operationId: 'signIns',
    needs: 'nothing',
    isAboutDoors: true,
    status: 200,
    summary: 'Where one is signed in.',
    answer: z.strictObject({ signIns: z.array(signIn) }),
    handle: signInsOf,
  },
  {
    method: 'DELETE',
    path: '/api/v1/me/sign-ins/{id}',
    operationId: 'endSignIn',
    needs: 'nothing',
    isAboutDoors: true,
    status: 200,
    summary: 'Ends one of one’s sign-ins at once.',
    answer: done,
    handle: endSignIn,
  },
];

function whoAsks(_: string, { asker, doors }: ResourceContext): object {
  const { kind, id, name, rights, sight } = asker ?? NOBODY;
  const person = kind === 'person' ? doors.people.get(id) : undefined;
  const body: MeAnswer = {
    ...{ kind, id, name, rights: [...rights], sites: sight.sites },
    ...{ role: person?.role ?? null, vouched: Boolean(person?.identity) },
    ...{ provider: doors.byProvider?.name ?? null, passwords: doors.takePasswords },
    screen: asker?.screen?.path ?? null,
    ...{ open: doors.areOpen && asker !== null, loopback: doors.isLoopback, first: doors.invitation !== null },
  };
  const next = asker ? doors.rotated(asker) : undefined;
  return next === undefined ? body : withCookie(body, doors.cookies.set(kind === 'screen' ? SCREEN : PERSON, next));
}

const NOBODY = { kind: 'nobody', id: '', name: '', rights: new Set<never>(), sight: { sites: [] } } as const;

async function signInWithPassword(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { doors } = context;
  const { login, password } = unwrap(parseDocument(SIGN_IN, await readJson(request, MOST_BYTES)));
  const signedIn = await doors.signIn(login, password, fromOf(context, request));
  if (!signedIn.ok) {
    const { code, message } = signedIn.problem;
    throw new HttpError(code === 'no_passwords' ? 403 : 401, code, message);
  }
  return withCookie(DONE, doors.cookies.set(PERSON, signedIn.value));
}

async function signOut(_: string, { asker, doors }: ResourceContext, request: IncomingMessage): Promise<object> {
  const { credential } = asker ?? {};
  if (credential === undefined) return withCookie(DONE, doors.cookies.clear(PERSON));
  doors.credentials.revoke(credential);
  const next = await doors.byProvider?.signOutUrl(credential, () => `${ownAddress(doors, request)}/sign-in`);
  return withCookie(next ? { ...DONE, next } : DONE, doors.cookies.clear(PERSON));
}

async function changeOwnPassword(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { doors } = context;
  const { id, credential } = ownOf(context);
  const { before, password } = unwrap(parseDocument(OWN_PASSWORD, await readJson(request, MOST_BYTES)));
  const own = doors.people.get(id) as Person;
  if (own.identity)
    throw new HttpError(
      409,
      'by_provider',
      `You sign in with ${doors.byProvider?.name ?? own.identity.issuer}, and have no password here.`,
    );
  if (!(await doors.people.withPassword(own.login, before)))
    throw new HttpError(403, 'wrong_password', 'The password of before is not this one; nothing was changed.', {
      path: 'before',
    });
  await doors.people.setPassword(id, password);
  doors.credentials.revokeAllOf({ kind: 'person', id }, credential);
  note(context, 'password-changed', own.login);
  return DONE;
}

function signInsOf(_: string, context: ResourceContext): object {
  const { id, credential } = ownOf(context);
  const all = context.doors.credentials.of({ kind: 'person', id });
  return { signIns: all.map((one) => publicSignIn(one, credential)) };
}

function endSignIn(id: string, context: ResourceContext): object {
  const { doors } = context;
  const own = doors.credentials.of({ kind: 'person', id: ownOf(context).id });
  if (!own.some((one) => one.id === id)) throw new HttpError(404, 'unknown_sign_in', `You have no sign-in "${id}".`);
  doors.credentials.revoke(id);
  return DONE;
}

/** @throws HttpError where no person asks */
function ownOf({ asker }: ResourceContext): { id: string; credential: string } {
  if (asker?.kind === 'person' && asker.credential !== undefined) return { id: asker.id, credential: asker.credential };
  throw new HttpError(401, 'not_signed_in', 'Sign in first.');
}

function publicSignIn({ id, madeAt, seenAt, expiresAt, address, agent }: Credential, current: string): SignInAnswer {
  const expires = expiresAt === null ? null : iso(expiresAt);
  return { id, made: iso(madeAt), seen: iso(seenAt), expires, address, browser: agent, current: id === current };
}
