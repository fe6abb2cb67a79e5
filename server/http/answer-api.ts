// Answers what the API is asked: by the live engine or by the historian, without what who asks may not see, as JSON or as
// rows. Whether they may ask at all is decided before.
import { isInSight, outOfSight } from '#core/access/sight.ts';
import { veiledAnswer, withoutPastAgents, type Veil } from '#core/access/veil.ts';
import type { Directory } from '#core/directory.ts';
import { mustSee, type Asker } from '../access/asker.ts';
import type { NamesRead } from '../access/names-read.ts';
import type { Historian } from '../history/historian.ts';
import type { HttpAnswer } from '../source.ts';
import { API, type ApiContext } from './api.ts';
import { exportRows, FORMATS, rowsOf } from './export.ts';
import { HttpError } from './http-error.ts';

export interface ApiParts {
  context: ApiContext;
  historian: Pick<Historian, 'answer'>;
  directory: Pick<Directory, 'teams' | 'queues'>;
  veil: Veil;
  names: Pick<NamesRead, 'read'>;
  /** agents are told of by id and name from then on, epoch ms */
  agentsFrom(): number;
}

/** Who names an instant, or looks back for weeks, asks the historian: what it takes to answer makes no screen wait. */
const INSTANTS = ['at', 'from', 'to', 'day'];
const LONG = '28d';

/** @param address where it comes from, for the audit log @throws HttpError */
export async function answerApi(
  { pathname, searchParams, search }: URL,
  asker: Asker,
  parts: ApiParts,
  address: string,
): Promise<HttpAnswer> {
  const { directory } = parts;
  // Of a paired screen its grant has decided already.
  if (!asker.screen && 'scope' in API[pathname].query.shape)
    mustSee(asker, searchParams.get('scope') ?? 'all', directory);
  const isPast = INSTANTS.some((name) => searchParams.has(name)) || searchParams.get('window') === LONG;
  const whole = isPast
    ? await parts.historian.answer(pathname, search, parts.context.now())
    : await API[pathname].handle(searchParams, parts.context);
  const [asOf, from] = [asOfIn(whole, parts), parts.agentsFrom()];
  if (pathname === '/api/v1/agent-day') mustBeTold(whole, from);
  const { names } = asker.sight;
  const body = names ? withoutPastAgents(whole, parts.veil, from, asOf) : veiledAnswer(whole, parts.veil, asOf);
  if ('site' in body) mustSeeSite(String(body.site), asker, directory);
  const format = FORMATS.find((known) => known === searchParams.get('format')) ?? 'json';
  const about = namesIn(pathname, searchParams);
  if (about !== null) parts.names.read(asker, format === 'json' ? 'names-read' : 'names-exported', about, address);
  if (format === 'json' || !('format' in API[pathname].query.shape)) return { status: 200, body };
  const name = pathname.split('/').at(-1) ?? 'tablo';
  const { headers, text } = exportRows(rowsOf(body as Record<string, unknown>), format, name);
  return { status: 200, headers, body: text };
}

/** @throws HttpError 404 */
function mustBeTold(day: object, from: number): void {
  if (!('to' in day) || Date.parse(String(day.to)) > from) return;
  const message = `Agents are told of from ${new Date(from).toISOString()} on: of the days before only counts are kept.`;
  throw new HttpError(404, 'not_kept', message, { path: 'day' });
}

/** What of an answer names agents, as the audit log tells it; null: nothing. */
function namesIn(pathname: string, query: URLSearchParams): string | null {
  if (pathname === '/api/v1/agent-day') return `day of ${query.get('agent') ?? ''}`;
  const lists = { '/api/v1/agents': 'agents', '/api/v1/visits': query.get('of') ?? 'visits' };
  if (!Object.hasOwn(lists, pathname)) return null;
  return `${lists[pathname as keyof typeof lists]} of ${query.get('scope') ?? 'all'}`;
}

/** The moment of an answer that tells who is there. */
function asOfIn(answer: object, { context }: ApiParts): number {
  return 'asOf' in answer ? Date.parse(String(answer.asOf)) : context.now();
}

/** What is asked for by its id is of a site that only the answer tells. @throws HttpError 403 */
function mustSeeSite(site: string, { sight }: Asker, directory: ApiParts['directory']): void {
  if (isInSight(sight, { site }, directory)) return;
  const { code, message } = outOfSight(`site:${site}`, sight).problem;
  throw new HttpError(403, code, message);
}
