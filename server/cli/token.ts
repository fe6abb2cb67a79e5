// tablo token: makes, lists and revokes tokens of senders in a data folder, beside its server or without it.
import { existsSync } from 'node:fs';
import type { AuditVerb } from '#core/access/audit-verb.ts';
import { parseDocument } from '#core/board/document.ts';
import type { Result } from '#core/result.ts';
import { openAccessDb } from '../access/access-db.ts';
import { Audit } from '../access/audit.ts';
import { NEW_TOKEN, ROTATION } from '../access/new-token.ts';
import { Tokens, type MadeToken, type Token } from '../access/tokens.ts';
import { folderOf, readArguments, type Environment } from './arguments.ts';
import { giveToOwner } from './data-folder.ts';
import { Failed } from './failed.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

export const TOKEN_HELP = `tablo token add NAME [--source SOURCE]… [--use USE] [--days N]
tablo token list
tablo token rotate ID [--hours N]
tablo token revoke ID

Tokens of senders: each is shown once, and kept as a hash. The server knows of it at once.
  --source  CloudEvents source that it may send events of; may be given more than once; default: any
  --use     events (default); events,metrics; or numbers: reads the API, without names
  --days    it ends by itself after so many days
  --hours   the old one holds so long beside the new one; default 24
  --data    data folder; default: that of the settings
Ends with 0 when it is done, with 1 when it is not, with 2 when it was called wrongly.`;

const WHO = 'command line';
const OPTIONS = {
  source: { type: 'string', multiple: true },
  use: { type: 'string' },
  days: { type: 'string' },
  hours: { type: 'string' },
} as const;

interface Asked {
  tokens: Tokens;
  note(what: AuditVerb, token: Token): void;
  values: { source?: string[]; use?: string; days?: string; hours?: string };
  terminal: Terminal;
}

const VERBS: Record<string, (about: string | undefined, asked: Asked) => void> = { add, list, rotate, revoke };

export async function token(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, TOKEN_HELP);
  const [verb, about, ...more] = positionals;
  const isWhole = verb !== undefined && Object.hasOwn(VERBS, verb) && (about === undefined) === (verb === 'list');
  if (!isWhole || more.length > 0) throw new WrongUse(`Say what to do with which token.\n\n${TOKEN_HELP}`);
  const folder = folderOf(values, env);
  if (!existsSync(folder)) throw new WrongUse(`There is no folder ${folder}; name the data folder with --data.`);
  const db = openAccessDb(folder);
  try {
    const audit = new Audit(db, Date.now);
    const note = (what: AuditVerb, token: Token): void =>
      audit.note({ who: WHO, what, about: `${token.name} (${token.id})`, address: '' });
    VERBS[verb](about, { tokens: new Tokens(db, Date.now, () => {}), note, values, terminal });
  } finally {
    db.close();
    giveToOwner(folder);
  }
  return Promise.resolve(0);
}

function add(name: string | undefined, { tokens, note, values, terminal }: Asked): void {
  const { source, use, days } = values;
  const raw = { name, use, sources: source ?? null, ...(days === undefined ? {} : { days: Number(days) }) };
  const asked = parseDocument(NEW_TOKEN, raw);
  if (!asked.ok) throw new WrongUse(`${asked.problem.message}\n\n${TOKEN_HELP}`);
  const expiresAt = asked.value.days === undefined ? null : Date.now() + asked.value.days * 86_400_000;
  tell('token-made', tokens.make({ ...asked.value, expiresAt, madeBy: WHO }), note, terminal);
}

function rotate(id = '', { tokens, note, values, terminal }: Asked): void {
  const asked = parseDocument(ROTATION, values.hours === undefined ? {} : { hours: Number(values.hours) });
  if (!asked.ok) throw new WrongUse(`${asked.problem.message}\n\n${TOKEN_HELP}`);
  tell('token-rotated', tokens.rotate(id, asked.value.hours * 3_600_000, WHO), note, terminal);
}

function revoke(id = '', { tokens, note, terminal }: Asked): void {
  const gone = done(tokens.revoke(id));
  note('token-revoked', gone);
  terminal.out(`The token of ${gone.name} holds no more.`);
}

function list(_: string | undefined, { tokens, terminal }: Asked): void {
  const all = tokens.all();
  if (all.length === 0) terminal.out('There is no token.');
  for (const { id, name, use, sources, seenAt, expiresAt } of all)
    terminal.out(
      [
        ...[id, name, use, `of ${sources?.join(', ') ?? 'any source'}`],
        seenAt === null ? 'never used' : `used ${iso(seenAt)}`,
        ...(expiresAt === null ? [] : [`ends ${iso(expiresAt)}`]),
      ].join('  '),
    );
}

/** The token alone on stdout, for a script to take. */
function tell(what: AuditVerb, result: Result<MadeToken>, note: Asked['note'], terminal: Terminal): void {
  const { token, text } = done(result);
  note(what, token);
  terminal.out(text);
  terminal.err(`The token of ${token.name}, shown this once: send it as "Authorization: Bearer …".`);
}

function done<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Failed(result.problem.message);
}

const iso = (at: number): string => new Date(at).toISOString();
