// Boards and playlists of the data folder, and messages in the log: whether a server can use them.
import { join } from 'node:path';
import { parseBoard } from '#core/board/parse-board.ts';
import { parsePlaylist } from '#core/board/parse-playlist.ts';
import type { Result } from '#core/result.ts';
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

/** @throws what SQLite says */
export async function examineDocuments(folder: string, found: Findings): Promise<void> {
  for (const [kind, parse, name] of KINDS) await examineKind(join(folder, kind), parse, name, found);
  for (const former of formerDocuments(folder))
    found.note('leftover', `${former} has what a restore put aside. Remove it when it is not needed.`);
  const n = messagesIn(folder);
  found.figures.messages = n;
  if (n > 0) found.well('messages', `${many(n, 'message', counted)} for walls.`);
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
