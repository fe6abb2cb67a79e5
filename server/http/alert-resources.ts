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
import { HttpError } from './http-error.ts';
import { readJson, unwrap } from './json-body.ts';
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
const ACKNOWLEDGEMENT = z.strictObject({ by: z.string().max(400), note: z.string().max(1200).default('') });
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

async function acknowledge(id: string, { alerts, asker }: ResourceContext, request: IncomingMessage): Promise<object> {
  const { by, note } = unwrap(parseDocument(ACKNOWLEDGEMENT, await readJson(request, MOST_BYTES)));
  // Nobody signs for somebody else.
  const who = asker?.kind === 'person' ? asker.name : unwrap(plainText(by, 'by', 80));
  const what = note.trim() === '' ? '' : unwrap(plainText(note, 'note', 280));
  return known(await alerts.acknowledge(id, who, what));
}

async function snooze(id: string, { alerts }: ResourceContext, request: IncomingMessage): Promise<object> {
  const { minutes } = unwrap(parseDocument(SNOOZE, await readJson(request, MOST_BYTES)));
  return known(await alerts.snooze(id, minutes));
}

function known(changed: Awaited<ReturnType<ResourceContext['alerts']['acknowledge']>>): object {
  if (changed.ok) return publicAlert(changed.value);
  throw new HttpError(404, changed.problem.code, changed.problem.message);
}

async function saveRules(_: string, { rules }: ResourceContext, request: IncomingMessage): Promise<object> {
  const raw = await readJson(request, MOST_DOCUMENT_BYTES);
  const saved = unwrap(await rules.save(raw).catch(notWritten));
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
