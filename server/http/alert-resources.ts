// /api/v1/alerts: what is open and what was, who looks after it, and the rules.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { alertsInSight } from '#core/alert/alerts-in-sight.ts';
import { RULES } from '#core/alert/parse-rules.ts';
import { MOST_DOCUMENT_BYTES } from '#core/board/board.ts';
import { parseDocument } from '#core/board/document.ts';
import type { Asker } from '../access/asker.ts';
import { publicAlert } from '../alerts/public-alert.ts';
import { queryOf } from './address.ts';
import { alertsAnswer, openAlert, rulesAnswer } from './alert-answers.ts';
import { note } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import { instant, parseQuery } from './query.ts';
import type { Resource, ResourceContext } from './resource.ts';
import { plainText } from '../messages/new-message.ts';

const MOST_BYTES = 16 * 1024;
const DAY_MS = 24 * 3_600_000;
const MOST_LISTED = 1000;
const MOST_MINUTES = 7 * 24 * 60;

const HISTORY = z.object({
  from: instant('from', 'of those that are over, the ones that were open after it; default a day ago'),
  to: instant('to', 'and before it; default now'),
});
const ACKNOWLEDGEMENT = z.strictObject({ by: z.string().max(400).default(''), note: z.string().max(1200).default('') });
const SNOOZE = z.strictObject({ minutes: z.number().min(0).max(MOST_MINUTES) });

export const ALERT_RESOURCES: Resource[] = [
  {
    method: 'GET',
    path: '/api/v1/alerts',
    operationId: 'alerts',
    summary: 'Open alerts, the most urgent first, and those that are over, the latest first, at most 1000.',
    needs: 'numbers',
    query: HISTORY,
    status: 200,
    answer: alertsAnswer,
    handle: list,
  },
  {
    method: 'POST',
    path: '/api/v1/alerts/{id}/acknowledge',
    operationId: 'acknowledgeAlert',
    summary: 'Somebody looks after it: screens rest, nobody else is notified. Answers when it is on disk.',
    needs: 'speak',
    takes: ACKNOWLEDGEMENT,
    status: 200,
    answer: openAlert,
    handle: acknowledge,
  },
  {
    method: 'POST',
    path: '/api/v1/alerts/{id}/snooze',
    operationId: 'snoozeAlert',
    summary: 'Puts it off: nobody is notified for so many minutes; 0 ends that. Answers when it is on disk.',
    needs: 'speak',
    takes: SNOOZE,
    status: 200,
    answer: openAlert,
    handle: snooze,
  },
  {
    method: 'GET',
    path: '/api/v1/alerts/rules',
    operationId: 'alertRules',
    summary: 'The rules, where they come from, and what is wrong with their file.',
    needs: 'numbers',
    status: 200,
    answer: rulesAnswer,
    handle: (_, { rules }) => ({ origin: rules.origin, problems: rules.problems, version: 1, rules: rules.rules }),
  },
  {
    method: 'PUT',
    path: '/api/v1/alerts/rules',
    operationId: 'saveAlertRules',
    summary: 'Other rules: alerts.json of the data folder. Answers when they are on disk and in force.',
    needs: 'rules',
    takes: RULES,
    status: 200,
    answer: rulesAnswer,
    handle: saveRules,
  },
];

function list(_: string, { alerts, now, asker, directory }: ResourceContext, request: IncomingMessage): object {
  const at = now();
  const { sight } = asker as Asker;
  const { from = at - DAY_MS, to = at } = parseQuery(HISTORY, queryOf(request));
  return {
    open: alertsInSight(alerts.open(at), sight, directory).map(publicAlert),
    ended: alertsInSight(alerts.history(from, to, MOST_LISTED), sight, directory).map(publicAlert),
  };
}

async function acknowledge(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { by, note: words } = unwrap(parseDocument(ACKNOWLEDGEMENT, await readJson(request, MOST_BYTES)));
  const who = unwrap(plainText(whoIn(context, by), 'by', 80));
  const what = words.trim() === '' ? '' : unwrap(plainText(words, 'note', 280));
  mustBeInSight(id, context);
  const done = known(await context.alerts.acknowledge(id, who, what));
  note(context, 'alert-acknowledged', id);
  return done;
}

/** Who is signed in is who they are, whatever else they say. */
const whoIn = ({ asker }: ResourceContext, by: string): string => (asker?.kind === 'person' ? asker.name : by);

async function snooze(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { minutes } = unwrap(parseDocument(SNOOZE, await readJson(request, MOST_BYTES)));
  mustBeInSight(id, context);
  const done = known(await context.alerts.snooze(id, minutes));
  note(context, 'alert-snoozed', `${id} for ${minutes} min`);
  return done;
}

/** One of another site is as one that is not there. @throws HttpError 404 */
function mustBeInSight(id: string, { alerts, asker, directory, now }: ResourceContext): void {
  const alert = alerts.open(now()).find((one) => one.id === id);
  if (!alert || alertsInSight([alert], (asker as Asker).sight, directory).length > 0) return;
  throw new HttpError(404, 'unknown_alert', `You see no open alert "${id}".`);
}

function known(changed: Awaited<ReturnType<ResourceContext['alerts']['acknowledge']>>): object {
  if (changed.ok) return publicAlert(changed.value);
  throw new HttpError(404, changed.problem.code, changed.problem.message);
}

async function saveRules(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const raw = await readJson(request, MOST_DOCUMENT_BYTES);
  const saved = unwrap(await context.rules.save(raw).catch(notWritten));
  note(context, 'rules-saved', `${saved.rules.length} rules`);
  return { origin: 'data', problems: [], ...saved };
}

/** What the file system says; all else is for who answers requests. */
function notWritten(cause: unknown): never {
  const { code, syscall, message } = cause as NodeJS.ErrnoException;
  if (syscall === undefined) throw cause;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const sentence = `The rules could not be put on disk (${message}): they are as they were. Send them again when they can.`;
  throw new HttpError(503, isFull ? 'disk_full' : 'not_written', sentence, { headers: { 'retry-after': '5' } });
}
