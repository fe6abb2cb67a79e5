// /api/v1/oidc: the way to the provider and back, and how it tells that it has ended a session. Browsers are led on, to the
// provider or to the page of the sign-in, which says what went wrong and knows where its people wanted to go.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ByProvider } from '../access/by-provider.ts';
import { PERSON, SIGNING_IN } from '../access/cookies.ts';
import { OWN_HOST, type Doors } from '../access/doors.ts';
import { newSecret } from '../access/secret.ts';
import { queryOf } from './address.ts';
import { done, DONE, fromOf, MOST_BYTES } from './door-answers.ts';
import { HttpError } from './http-error.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';
import { readForm } from './typed-body.ts';

const LONGEST_TO = 2000;
const LONGEST_LANG = 20;

const led = z.strictObject({}).describe('nothing: the browser is led on by Location');

export const OIDC_RESOURCES: Resource[] = [
  {
    ...{ method: 'GET', path: '/api/v1/oidc/start', operationId: 'signInByProvider', needs: 'nothing', status: 303 },
    isAboutDoors: true,
    summary: 'Leads a browser to the provider, to sign in there.',
    query: z.object({
      to: z.string().optional().describe('where to go on afterwards, a path of this server: /desk'),
      lang: z.string().optional().describe('language of the page that says what went wrong'),
    }),
    answer: led,
    handle: start,
  },
  {
    ...{ method: 'GET', path: '/api/v1/oidc/callback', operationId: 'backFromProvider', needs: 'nothing', status: 303 },
    isAboutDoors: true,
    summary: 'Where the provider sends the browser back to: its redirect URI.',
    query: z.object({ code: z.string().optional(), state: z.string().optional(), iss: z.string().optional() }),
    answer: led,
    handle: comeBack,
  },
  {
    ...{
      method: 'POST',
      path: '/api/v1/oidc/logout',
      operationId: 'signedOutByProvider',
      needs: 'nothing',
      status: 200,
    },
    isAboutDoors: true,
    summary: 'The provider has ended a session (back-channel logout): logout_token=… as a form.',
    answer: done,
    handle: signedOut,
  },
];

async function start(_: string, context: ResourceContext, request: IncomingMessage): Promise<WithHeaders> {
  const { doors } = context;
  const byProvider = providerOf(context);
  const query = queryOf(request);
  const back = {
    to: (query.get('to') ?? '').slice(0, LONGEST_TO),
    lang: (query.get('lang') ?? '').slice(0, LONGEST_LANG),
  };
  const browser = doors.cookies.read(request, SIGNING_IN) ?? newSecret();
  const redirectUri = `${ownAddress(doors, request)}/api/v1/oidc/callback`;
  const begun = await byProvider.begin(browser, context.address, { ...back, redirectUri });
  if (!begun.ok) return leadTo(signInPage(back, begun.problem.code));
  return leadTo(begun.value.href, doors.cookies.set(SIGNING_IN, browser));
}

async function comeBack(_: string, context: ResourceContext, request: IncomingMessage): Promise<WithHeaders> {
  const { doors } = context;
  const browser = doors.cookies.read(request, SIGNING_IN);
  const { back, signedIn } = await providerOf(context).come(queryOf(request), browser, fromOf(context, request));
  if (!signedIn.ok) return leadTo(signInPage(back, signedIn.problem.code));
  return leadTo(signInPage(back), doors.cookies.set(PERSON, signedIn.value), doors.cookies.clear(SIGNING_IN));
}

async function signedOut(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const ended = await providerOf(context).signedOut(await tokenIn(request), context.address);
  if (ended.ok) return DONE;
  const { code, message } = ended.problem;
  throw new HttpError(code === 'bad_logout_token' ? 400 : 503, code, message);
}

async function tokenIn(request: IncomingMessage): Promise<string> {
  const token = (await readForm(request, MOST_BYTES)).get('logout_token');
  if (token) return token;
  throw new HttpError(400, 'bad_logout_token', 'There is no logout_token in what was sent.', { path: 'logout_token' });
}

/** Paths and codes only, of which the page makes addresses of its own host, and sentences. */
function signInPage({ to, lang }: { to: string; lang: string }, problem?: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ to, lang, problem: problem ?? '' }))
    if (value !== '') query.set(name, value);
  return query.size === 0 ? '/sign-in' : `/sign-in?${query.toString()}`;
}

const leadTo = (location: string, ...cookies: string[]): WithHeaders =>
  new WithHeaders({}, { location, 'set-cookie': cookies, 'referrer-policy': 'no-referrer' });

/** Where browsers find this server: as it was told, and on this machine as they say. @throws HttpError */
export function ownAddress(doors: Doors, { headers: { host = '' } }: IncomingMessage): string {
  if (doors.address !== undefined) return doors.address;
  if (OWN_HOST.test(host)) return `http://${host}`;
  throw new HttpError(
    403,
    'wrong_host',
    `"${host}" is no name of this machine; set publicUrl for people to come by it.`,
  );
}

/** @throws HttpError */
function providerOf({ doors }: ResourceContext): ByProvider {
  if (doors.byProvider) return doors.byProvider;
  throw new HttpError(404, 'no_provider', 'No provider is set to sign in with; see oidc in docs/people.md.');
}
