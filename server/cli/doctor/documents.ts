// Boards, playlists and rules of alerts of the data folder, messages and alerts in the log: whether a server can use them.
import { join } from 'node:path';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import type { Result } from '#core/result.ts';
import { parseRules } from '#core/alert/parse-rules.ts';
import type { Metric } from '#core/metric.ts';
import { ALERTS, type KeptAlerts } from '../../alerts/alerts.ts';
import { RULES_FILE } from '../../alerts/rules-file.ts';
import { lookInto, type Found } from '../../boards/folder-look.ts';
import { openForReading } from '../../log/schema.ts';
import { MESSAGES } from '../../messages/messages.ts';
import { counted } from '../../pace.ts';
import { logOf } from '../data-folder.ts';
import { formerDocuments } from '../folder-documents.ts';
import { many, type Findings } from './findings.ts';

const KINDS = [
  ['boards', parseBoard, 'board'],
  ['kiosks', parsePlaylist, 'playlist'],
] as const;

export interface Known {
  metrics: ReadonlyMap<string, Metric>;
  /** names of those of the settings */
  webhooks: readonly string[];
}

/** @throws what SQLite says */
export async function examineDocuments(folder: string, known: Known, found: Findings): Promise<void> {
  for (const [kind, parse, name] of KINDS) await examineKind(join(folder, kind), parse, name, found);
  for (const former of formerDocuments(folder))
    found.note('leftover', `${former} has what a restore put aside. Remove it when it is not needed.`);
  const n = messagesIn(folder);
  found.figures.messages = n;
  if (n > 0) found.well('messages', `${many(n, 'message', counted)} for walls.`);
  await examineAlerts(folder, known, found);
}

async function examineAlerts(folder: string, { metrics, webhooks }: Known, found: Findings): Promise<void> {
  const none = new Map<string, Found<unknown>>();
  const parse = (raw: unknown) => parseRules(raw, metrics, webhooks);
  const { documents } = await lookInto(folder, parse, none as Map<string, Found<never>>, 'alerts');
  const rules = documents.get('alerts')?.document;
  if (rules && !rules.ok) found.wrong('alerts', `${join(folder, RULES_FILE)} can't be used. ${rules.problem.message}`);
  if (rules?.ok) found.well('alerts', `${many(rules.value.rules.length, 'rule', counted)} of alerts in ${RULES_FILE}.`);
  const { open, over } = alertsIn(folder);
  Object.assign(found.figures, { openAlerts: open, pastAlerts: over });
  if (open + over > 0)
    found.well('alerts', `${many(open, 'alert', counted)} open, and ${counted(over)} in the history.`);
}

function alertsIn(folder: string): { open: number; over: number } {
  const db = openForReading(logOf(folder));
  try {
    const row = db.prepare('SELECT state FROM memory WHERE name = ?').get(ALERTS);
    const kept = row ? (JSON.parse(row.state as string) as KeptAlerts) : null;
    const open = Object.values(kept?.watched ?? {}).filter(({ alert }) => alert !== null).length;
    // A log that an older version wrote has no such table.
    const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'alert'").get();
    const over = table ? Number(db.prepare('SELECT count(*) AS n FROM alert').get()?.n ?? 0) : 0;
    return { open, over };
  } finally {
    db.close();
  }
}

async function examineKind(
  folder: string,
  parse: (raw: unknown) => Result<unknown>,
  name: string,
  found: Findings,
): Promise<void> {
  const none = new Map<string, Found<unknown>>();
  const { documents, problems } = await lookInto<unknown>(folder, parse, none);
  for (const { message } of problems) found.wrong(name, message);
  let usable = 0;
  for (const [id, { document }] of documents) {
    if (document.ok) usable++;
    else found.wrong(name, `${join(folder, `${id}.json`)} can't be used. ${document.problem.message}`);
  }
  found.figures[`${name}s`] = usable;
  if (usable > 0) found.well(name, `${many(usable, name, counted)} in ${folder}; \`tablo lint\` says more of them.`);
}

function messagesIn(folder: string): number {
  const db = openForReading(logOf(folder));
  try {
    const row = db.prepare('SELECT state FROM memory WHERE name = ?').get(MESSAGES);
    return row ? (JSON.parse(row.state as string) as { messages: unknown[] }).messages.length : 0;
  } finally {
    db.close();
  }
}
