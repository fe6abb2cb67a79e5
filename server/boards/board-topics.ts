// The topics board?id=ID, kiosk?id=ID, messages and alerts: what their states are. Rules P50–P54 and P60–P62 of docs/protocol.md.
import type { Sight } from '#core/access/sight.ts';
import type { AlertsView } from '#core/alert/alert.ts';
import { alertsInSight } from '#core/alert/alerts-in-sight.ts';
import type { Directory } from '#core/directory.ts';
import type { MessagesView } from '#core/message.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Compute } from '../hub.ts';
import { splitOnce } from '../topics.ts';
import type { Document, Documents } from './documents.ts';

export interface BoardTopics {
  board: Pick<Documents<unknown>, 'get' | 'all'>;
  kiosk: Pick<Documents<unknown>, 'get' | 'all'>;
  messages(at: number): MessagesView;
  alerts(at: number): AlertsView;
}

const NAMES = ['board', 'kiosk', 'messages', 'alerts'];
/** Codes of what can't be served now, and is as soon as its file is there and well. */
export const MAY_COME: ReadonlySet<string> = new Set([
  'unknown_board',
  'unknown_kiosk',
  'broken_board',
  'broken_kiosk',
]);

export function isOfBoards(topic: string): boolean {
  return NAMES.includes(splitOnce(topic, '?')[0]);
}

/** How to compute such a topic. */
export function openBoardTopic(
  topic: string,
  topics: BoardTopics,
  sight: Sight,
  directory: Pick<Directory, 'teams' | 'queues'>,
): Result<Compute> {
  const [name, query = ''] = splitOnce(topic, '?');
  if (name === 'messages') return ok((at) => topics.messages(at));
  if (name === 'alerts')
    return ok((at) => {
      const { open, ended } = topics.alerts(at);
      return { open: alertsInSight(open, sight, directory), ended: alertsInSight(ended, sight, directory) };
    });
  const id = new URLSearchParams(query).get('id');
  if (id === null) return fail('bad_topic', `topic "${topic}" names no ${name}; watch ${name}?id=ID.`, 'id');
  const documents = topics[name as 'board' | 'kiosk'];
  let newest: unknown = null;
  const latest = (): unknown => (newest = documents.get(id)?.value ?? newest);
  // A document that is taken away stays where it is shown.
  if (latest() !== null) return ok(latest);
  return notThere(name, id, documents);
}

/** @param kind board or kiosk */
export function notThere(kind: string, id: string, documents: Pick<Documents<unknown>, 'get' | 'all'>): Result<never> {
  const broken = documents.get(id)?.problems[0];
  if (broken) return fail(`broken_${kind}`, broken.message, 'id');
  const usable = ({ value }: Document<unknown>): boolean => value !== null;
  const known = documents
    .all()
    .filter(usable)
    .map((one) => one.id);
  const there = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none yet';
  return fail(`unknown_${kind}`, `There is no ${kind} "${id}"; ${there}.`, 'id');
}
