// The HTTP server: routes of sources, the API, health, and the built web app; who may ask for what of it, and how a failure
// is answered.
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Logger } from 'pino';
import sirv from 'sirv';
import type { Right } from '#core/access/rights.ts';
import type { Starting } from '#core/protocol/messages.ts';
import { parseScope } from '#core/scope.ts';
import { mustHave, type Asker } from '../access/asker.ts';
import type { Doors } from '../access/doors.ts';
import { LogFailure } from '../log/event-log.ts';
import { TooBusy } from '../ingest.ts';
import type { Limits } from '../limits.ts';
import type { HttpAnswer, Route, Sender } from '../source.ts';
import { addressOf } from './address.ts';
import { answerApi, type ApiParts } from './answer-api.ts';
import { API } from './api.ts';
import { HttpError } from './http-error.ts';
import { openApi } from './openapi.ts';
import { pageHeaders } from './page-headers.ts';
import type { PrometheusExposition } from './prometheus.ts';
import type { ResourceContext } from './resource.ts';
import { answerResource, methodsOf, resourceAt, RESOURCES, type Found } from './resources.ts';
import type { Visitors } from './visitors.ts';

const CHECK_CONNECTIONS_MS = 2000;
/** What is not of the web app; a machine that asks for something that is not there yet must not get a page. */
const OURS = /^\/(api\/|healthz$|readyz$|metrics$|openapi\.json$)/;

export interface ServerParts extends ApiParts {
  prometheus: PrometheusExposition;
  routes: Route[];
  resources: Omit<ResourceContext, 'asker' | 'address'>;
  doors: Doors;
  visitors: Pick<Visitors, 'ask' | 'addressOf'>;
  limits: Pick<Limits, 'headS' | 'requestS'>;
  /** true when the numbers are: the log is replayed */
  isReady(): boolean;
  progress(): Omit<Starting, 't'>;
  /** folder of the built app */
  web: string;
  log: Logger;
}

export function createHttpServer(parts: ServerParts): Server {
  const files = sirv(parts.web, { single: true, etag: true, setHeaders: pageHeaders(parts.web) });
  return createServer(timeouts(parts.limits), (request, response) => {
    const waitMs = parts.visitors.ask(request);
    if (waitMs > 0) return send(response, explain(tooOften(waitMs), parts.log));
    const url = addressOf(request);
    if (!url)
      return send(response, explain(new HttpError(400, 'bad_address', `"${request.url}" is no address.`), parts.log));
    if (!OURS.test(url.pathname)) {
      if (request.method === 'GET' || request.method === 'HEAD') return files(request, response);
      return send(response, explain(wrongMethod(request, url, ['GET', 'HEAD']), parts.log));
    }
    answer(request, url, parts)
      .then((found) => send(response, found, request.method === 'HEAD'))
      .catch((cause: unknown) => send(response, explain(cause, parts.log)));
  });
}

/** Whoever sends a byte now and then holds no connection for long. */
function timeouts({ headS, requestS }: ServerParts['limits']): ServerOptions {
  return {
    headersTimeout: headS * 1000,
    requestTimeout: Math.max(headS, requestS) * 1000,
    connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
  };
}

function tooOften(waitMs: number): HttpError {
  const seconds = Math.ceil(waitMs / 1000);
  const message = `Too many requests come from your address; ask again in ${seconds} s.`;
  return new HttpError(429, 'too_often', message, { headers: { 'retry-after': String(seconds), connection: 'close' } });
}

async function answer(request: IncomingMessage, url: URL, parts: ServerParts): Promise<HttpAnswer> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (method === 'GET') {
    if (url.pathname === '/healthz') return { status: 200, body: { alive: true } };
    if (url.pathname === '/openapi.json') return { status: 200, body: openApi() };
    if (url.pathname === '/readyz') return readiness(parts);
  }
  const route = parts.routes.find((r) => r.path === url.pathname && r.method === method);
  const isRead = method === 'GET' && (Object.hasOwn(API, url.pathname) || url.pathname === '/metrics');
  const found = resourceAt(method, url.pathname);
  if (!route && !isRead && !found) throw notFound(request, url, parts.routes);
  if (route?.isSigned) {
    if (!parts.isReady()) throw starting(parts);
    return route.handle(request, NOBODY);
  }
  const right = found ? found.resource.needs : rightFor(url.pathname, route);
  const asker = right === 'nothing' ? parts.doors.askerOrNobody(request) : parts.doors.askerOf(request);
  if (right !== 'nothing') mustHave(asker, right);
  if (asker?.screen) mustBeForScreens(asker, url, method, found);
  const isChange = route !== undefined || (method !== 'GET' && !found?.resource.isRead);
  if (isChange) parts.doors.mustBeMeant(request, asker);
  const context = { ...parts.resources, asker, address: parts.visitors.addressOf(request) };
  if (found?.resource.isAboutDoors) return answerResource(found, context, request);
  if (!parts.isReady()) throw starting(parts);
  if (route) return route.handle(request, senderIn(asker as Asker));
  if (found) return answerResource(found, context, request);
  if (url.pathname === '/metrics') return scrape(parts);
  return answerApi(url, asker as Asker, parts, context.address);
}

/** Of a route that finds out by itself who sends. */
const NOBODY: Sender = { name: null, sources: [] };

/** Those with a token of their own; the settings' is all scripts' of this server. */
function senderIn({ kind, name, sources }: Asker): Sender {
  const isOwn = kind === 'sender' && sources !== undefined;
  return { name: isOwn ? name : null, sources: sources ?? null };
}

function rightFor(pathname: string, route: Route | undefined): Right {
  if (route) return 'events';
  return pathname === '/metrics' ? 'metrics' : API[pathname].needs;
}

/** What the pages of walls and kiosks ask for beside their topics. */
const OF_SCREENS = ['/api/v1/series', '/api/v1/metrics', '/api/v1/definitions'];

/** A secret that was taken from a screen opens what the screen shows. @throws HttpError 403 */
function mustBeForScreens({ screen }: Asker, url: URL, method: string | undefined, found: Found | undefined): void {
  if (found?.resource.isForScreens) return;
  const scope = parseScope(url.searchParams.get('scope') ?? 'all');
  const isSeen = url.pathname === '/api/v1/definitions' || (scope.ok && screen?.grant.maySee(scope.value));
  if (method === 'GET' && OF_SCREENS.includes(url.pathname) && isSeen) return;
  throw new HttpError(403, 'not_allowed', `This screen is paired to show ${screen?.path}; it is told nothing else.`);
}

async function scrape({ prometheus, context }: ServerParts): Promise<HttpAnswer> {
  const { contentType, body } = await prometheus.render(context.now());
  return { status: 200, body, headers: { 'content-type': contentType } };
}

function readiness({ isReady, progress }: ServerParts): HttpAnswer {
  const { done } = progress();
  if (isReady()) return { status: 200, body: { ready: true, replayed: done } };
  return { status: 503, body: { ready: false, replayed: done, progress: progress() }, headers: { 'retry-after': '1' } };
}

function starting({ progress }: ServerParts): HttpError {
  const { done, of } = progress();
  const message = `The log is being read (${done} of ${of} events so far); try again in a moment.`;
  return new HttpError(503, 'starting', message, { headers: { 'retry-after': '1' } });
}

function notFound(request: IncomingMessage, url: URL, routes: Route[]): HttpError {
  const paths = [...routes.map((r) => r.path), ...RESOURCES.map((r) => r.path)];
  const known = [...new Set([...Object.keys(API), '/metrics', '/openapi.json', ...paths])];
  const taken = methodsAt(url.pathname, routes);
  if (taken.length > 0) return wrongMethod(request, url, taken);
  return new HttpError(404, 'not_found', `There is no ${url.pathname}; there are ${known.join(', ')}.`);
}

function methodsAt(pathname: string, routes: Route[]): string[] {
  const isRead =
    Object.hasOwn(API, pathname) || ['/metrics', '/openapi.json', '/healthz', '/readyz'].includes(pathname);
  const taken = [...routes.filter(({ path }) => path === pathname).map(({ method }) => method), ...methodsOf(pathname)];
  return [...new Set([...(isRead ? ['GET'] : []), ...taken])];
}

function wrongMethod({ method }: IncomingMessage, { pathname }: URL, taken: string[]): HttpError {
  const allow = taken.join(', ');
  return new HttpError(405, 'wrong_method', `${pathname} does not take ${method}; it takes ${allow}.`, {
    headers: { allow },
  });
}

function explain(cause: unknown, log: Logger): HttpAnswer {
  if (cause instanceof HttpError) {
    const { status, code, message, path, headers } = cause;
    return { status, headers, body: { error: { code, message, ...(path ? { path } : {}) } } };
  }
  if (cause instanceof TooBusy)
    return {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'too_busy', message: cause.message } },
    };
  if (cause instanceof LogFailure) {
    const message =
      cause.code === 'disk_full'
        ? 'The disk is full: nothing of this was taken. Free space and send it again.'
        : `The events could not be put on disk (${cause.message}): nothing of this was taken. Send it again.`;
    return { status: 503, headers: { 'retry-after': '5' }, body: { error: { code: cause.code, message } } };
  }
  log.error({ err: cause }, 'request failed');
  return {
    status: 500,
    body: { error: { code: 'internal', message: 'The server failed on this request; its log has the cause.' } },
  };
}

/** In pieces: as fast as they are taken. */
function isStream(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function send(response: ServerResponse, { status, body, headers = {} }: HttpAnswer, isHead = false): void {
  if (isStream(body) && !isHead) {
    response.writeHead(status, { ...PLAIN, ...headers });
    pipeline(Readable.from(body), response, (error) => error && response.destroy());
    return;
  }
  const text = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  response.writeHead(status, { ...PLAIN, 'content-length': text.length, ...headers });
  response.end(isHead ? undefined : text);
}

const PLAIN = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
