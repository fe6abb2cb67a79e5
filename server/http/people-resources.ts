// /api/v1/people: who may sign in, in what role, and who is the first of them.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { PersonAnswer } from '#core/access/answers.ts';
import { parseDocument } from '#core/board/document.ts';
import type { Result } from '#core/result.ts';
import { asAudited } from '../access/asker.ts';
import { PERSON } from '../access/cookies.ts';
import type { Doors } from '../access/doors.ts';
import type { NewPerson, Person } from '../access/people.ts';
import {
  done,
  DONE,
  fromOf,
  instant,
  iso,
  login,
  MOST_BYTES,
  name,
  note,
  password,
  role,
  sites,
  withCookie,
  listed,
} from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import type { Resource, ResourceContext } from './resource.ts';

const FIRST = z.strictObject({ invitation: z.string().max(100), login, name, password });
const NEW_PERSON = z.strictObject({ login, name, role, sites: sites.default(null), password });
const CHANGE = z.strictObject({ name, role, sites, disabled: z.boolean() }).partial();
const PASSWORD = z.strictObject({ password });

const person = z.strictObject({
  ...{ id: z.string(), login: z.string(), name: z.string(), role, sites },
  made: instant,
  disabled: instant.nullable(),
  password: z.boolean().describe('whether one is set'),
  identity: z.strictObject({ issuer: z.string(), subject: z.string() }).nullable().describe('who vouches for them'),
});

export const PEOPLE_RESOURCES: Resource[] = [
  {
    method: 'POST',
    path: '/api/v1/people/first',
    operationId: 'addFirstPerson',
    needs: 'nothing',
    isAboutDoors: true,
    status: 201,
    summary: 'Makes the first administrator, by the link that the server printed, and signs them in.',
    takes: FIRST,
    answer: person,
    handle: addFirst,
  },
  {
    method: 'GET',
    path: '/api/v1/people',
    operationId: 'people',
    needs: 'people',
    isAboutDoors: true,
    status: 200,
    summary: 'Everybody who may sign in.',
    answer: z.strictObject({
      people: z.array(person),
      barred: z.number().describe('so many came by a provider, were removed, and may not come again'),
    }),
    handle: (_, { doors: { people } }) => ({ people: people.all().map(publicPerson), barred: people.barred }),
  },
  {
    method: 'POST',
    path: '/api/v1/people',
    operationId: 'addPerson',
    needs: 'people',
    isAboutDoors: true,
    status: 201,
    summary: 'Somebody who may sign in.',
    takes: NEW_PERSON,
    answer: person,
    handle: add,
  },
  {
    method: 'PUT',
    path: '/api/v1/people/{id}',
    operationId: 'changePerson',
    needs: 'people',
    isAboutDoors: true,
    status: 200,
    summary: 'Another name, role or sites; or they sign in no more. What they may see changes at once.',
    takes: CHANGE,
    answer: person,
    handle: change,
  },
  {
    method: 'DELETE',
    path: '/api/v1/people/barred',
    operationId: 'letComeAgain',
    needs: 'people',
    isAboutDoors: true,
    status: 200,
    summary: 'Who came by a provider and was removed may come again.',
    answer: done,
    handle: letComeAgain,
  },
  {
    method: 'DELETE',
    path: '/api/v1/people/{id}',
    operationId: 'removePerson',
    needs: 'people',
    isAboutDoors: true,
    status: 200,
    summary: 'Takes somebody out; their sign-ins end at once.',
    answer: done,
    handle: remove,
  },
  {
    method: 'PUT',
    path: '/api/v1/people/{id}/password',
    operationId: 'setPassword',
    needs: 'people',
    isAboutDoors: true,
    status: 200,
    summary: 'Another password for somebody; their sign-ins end at once.',
    takes: PASSWORD,
    answer: done,
    handle: setPassword,
  },
];

async function addFirst(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { doors } = context;
  const { invitation, ...person } = unwrap(parseDocument(FIRST, await readJson(request, MOST_BYTES)));
  if (!doors.takeInvitation(invitation))
    throw new HttpError(
      403,
      'wrong_invitation',
      'This link makes no administrator: there is one already, or the server started again since; its newest start printed the one that does.',
    );
  const made = await firstOf(doors, invitation, person);
  const from = fromOf(context, request);
  doors.audit.note({
    who: asAudited(made),
    what: 'first-administrator-made',
    about: made.login,
    address: from.address,
  });
  return withCookie(publicPerson(made), doors.cookies.set(PERSON, doors.begin(made, from)));
}

/** @throws what made nobody of it; the link holds again then */
async function firstOf(doors: Doors, invitation: string, person: Omit<NewPerson, 'role' | 'sites'>): Promise<Person> {
  try {
    return unwrap(await doors.people.add({ ...person, role: 'administrator', sites: null }));
  } catch (cause) {
    doors.giveBack(invitation);
    throw cause;
  }
}

async function add(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const asked = unwrap(parseDocument(NEW_PERSON, await readJson(request, MOST_BYTES)));
  // The doors would close, and nobody could open them again.
  if (context.doors.invitation !== null)
    throw new HttpError(
      409,
      'no_administrator',
      'There is no administrator yet: make the first by the link that the server printed at its start.',
    );
  const made = unwrap(await context.doors.people.add(asked), 409);
  note(context, 'person-made', `${made.login} as ${made.role}`);
  return publicPerson(made);
}

async function change(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const asked = unwrap(parseDocument(CHANGE, await readJson(request, MOST_BYTES)));
  if (Object.keys(asked).some((one) => one !== 'disabled')) mustBeOurs(id, context);
  const changed = known(context.doors.people.change(id, asked));
  note(context, 'person-changed', `${changed.login}: ${listed(asked)}`);
  return publicPerson(changed);
}

function remove(id: string, context: ResourceContext): object {
  const gone = known(context.doors.people.remove(id));
  context.doors.credentials.revokeAllOf({ kind: 'person', id });
  note(context, 'person-removed', gone.login);
  return DONE;
}

async function setPassword(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { doors } = context;
  const { password } = unwrap(parseDocument(PASSWORD, await readJson(request, MOST_BYTES)));
  const theirs = doors.people.get(id);
  if (!theirs) throw new HttpError(404, 'unknown_person', `There is no person "${id}".`);
  mustBeOurs(id, context);
  await doors.people.setPassword(id, password);
  doors.credentials.revokeAllOf({ kind: 'person', id });
  note(context, 'password-set', theirs.login);
  return DONE;
}

/** @throws HttpError for somebody whose name, role and sites are what a provider says at their next sign-in */
function mustBeOurs(id: string, { doors }: ResourceContext): void {
  const person = doors.people.get(id);
  if (!person?.identity) return;
  throw new HttpError(
    409,
    'by_provider',
    `${person.name} signs in with ${doors.byProvider?.name ?? person.identity.issuer}: name, role and sites are changed there.`,
  );
}

function letComeAgain(_: string, context: ResourceContext): object {
  const { people } = context.doors;
  const n = people.barred;
  people.unbar();
  note(context, 'barred-let-in', String(n));
  return DONE;
}

function known(result: Result<Person>): Person {
  if (result.ok) return result.value;
  throw HttpError.of(result.problem, result.problem.code === 'unknown_person' ? 404 : 409);
}

function publicPerson({ madeAt, disabledAt, hasPassword, ...person }: Person): PersonAnswer {
  return {
    ...person,
    made: iso(madeAt),
    disabled: disabledAt === null ? null : iso(disabledAt),
    password: hasPassword,
  };
}
