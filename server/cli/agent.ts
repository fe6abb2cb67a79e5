// tablo agent: takes out, or erases, what a data folder keeps of one agent, beside its server or without it.
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import pino from 'pino';
import { agentsIn } from '#core/access/without-agents.ts';
import { openAccessDb } from '../access/access-db.ts';
import { Audit } from '../access/audit.ts';
import { EventLog } from '../log/event-log.ts';
import { isLocked } from '../log/lock.ts';
import { agentLines } from '../privacy/agent-lines.ts';
import { erasedIn } from '../privacy/erased-agents.ts';
import { Erasures, type Erasure } from '../privacy/erasures.ts';
import { folderEraser } from '../privacy/folder-eraser.ts';
import { restsOf } from '../privacy/rests.ts';
import { folderOf, readArguments, type Environment } from './arguments.ts';
import { giveToOwner, logOf } from './data-folder.ts';
import { Failed, Interrupted } from './failed.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

export const AGENT_HELP = `tablo agent export ID [--out FILE]
tablo agent erase ID

What a data folder keeps of one agent: events, names, notes, and who looked at them, a line of JSON each; or a pseudonym
in the place of id and name, in every file. Numbers stay what they are. While a server runs it does the erasing.
  --out   a new file; default: stdout
  --data  data folder; default: that of the settings
Ends with 0 when it is done, with 1 when there is no such agent or it is not, with 2 when it was called wrongly.`;

const WHO = { who: 'command line', address: '' };

export async function agent(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, { out: { type: 'string' } }, AGENT_HELP);
  const [verb, id, ...more] = positionals;
  const isWhole = (verb === 'export' || verb === 'erase') && id !== undefined && id !== '' && more.length === 0;
  if (!isWhole || (verb === 'erase' && values.out !== undefined))
    throw new WrongUse(`Say what to do with which agent.\n\n${AGENT_HELP}`);
  const folder = folderOf(values, env);
  if (!existsSync(logOf(folder))) throw new WrongUse(`There is no log in ${folder}; name the data folder with --data.`);
  try {
    if (verb === 'export') await exportAgent(folder, id, values.out, terminal);
    else await erase(folder, id, terminal);
  } finally {
    giveToOwner(folder);
  }
  return 0;
}

async function exportAgent(folder: string, id: string, out: string | undefined, terminal: Terminal): Promise<void> {
  await mustBeKnown(folder, id, terminal);
  withAccess(folder, (db) => new Audit(db, Date.now).note({ ...WHO, what: 'agent-exported', about: id }));
  const file = out === undefined ? null : newFile(out);
  try {
    for await (const line of agentLines(folder, id)) {
      const text = JSON.stringify(line);
      if (file === null) terminal.out(text);
      else writeSync(file, `${text}\n`);
      await terminal.turn();
    }
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** For its owner only. @throws Failed */
function newFile(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    throw new Failed(`${path} can't be written: ${(cause as Error).message}`);
  }
}

/** Also while a server runs. @throws Failed */
async function mustBeKnown(folder: string, id: string, terminal: Terminal): Promise<void> {
  terminal.progress.begin('Looking for them in the log');
  for await (const line of agentLines(folder, id)) {
    if (line.kind === 'event' && agentsIn(line.event).has(id)) return terminal.progress.end();
    await terminal.turn();
  }
  throw new Failed(`No event names an agent "${id}"; it is an id, not a name.`);
}

async function erase(folder: string, id: string, terminal: Terminal): Promise<void> {
  await mustBeKnown(folder, id, terminal);
  const { pseudonym } = isLocked(folder)
    ? await askServer(folder, id, terminal)
    : await eraseHere(folder, id, terminal);
  terminal.out(pseudonym);
  terminal.err(`Erased: "${pseudonym}" stands where they were.`);
  for (const rest of restsOf(folder, [id])) terminal.err(rest);
}

const LOOK_MS = 200;

/** It looks by itself who is to be erased. */
async function askServer(folder: string, id: string, terminal: Terminal): Promise<Erasure> {
  const { pseudonym } = withAccess(folder, (db) => ask(db, new Erasures(db, erasedIn(db), Date.now), id));
  terminal.progress.begin('The server erases them');
  for (;;) {
    const now = withAccess(folder, (db) => new Erasures(db, erasedIn(db), Date.now).get(pseudonym));
    if (now && now.doneAt !== null) return now;
    if (terminal.interrupted.aborted) throw new Interrupted('The server goes on with it, now or at its next start.');
    if (!isLocked(folder)) throw new Failed('The server has ended; it goes on with it at its next start.');
    terminal.progress.at(0);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function eraseHere(folder: string, id: string, terminal: Terminal): Promise<Erasure> {
  const log = await EventLog.open(folder);
  const db = openAccessDb(folder);
  const { eraser, erasures } = folderEraser(folder, db, log, pino({ level: 'silent' }));
  try {
    const asked = ask(db, erasures, id);
    terminal.progress.begin('Erasing them');
    const done = eraser.idle();
    for (let isDone = false; !isDone;) {
      isDone = await Promise.race([done.then(() => true), paused()]);
      const view = eraser.all().find(({ pseudonym }) => pseudonym === asked.pseudonym);
      if (view && !isDone) terminal.progress.at(view.progress.done, view.progress.of);
      if (terminal.interrupted.aborted)
        throw new Interrupted('The same command again, or a start of the server, goes on.');
    }
    const now = erasures.get(asked.pseudonym);
    if (now && now.doneAt !== null) return now;
    const problem = eraser.all().find(({ pseudonym }) => pseudonym === asked.pseudonym)?.problem;
    throw new Failed(`They are not erased yet${problem ? ` (${problem})` : ''}: try again.`);
  } finally {
    terminal.progress.end();
    await eraser.stop();
    await log.close();
    db.close();
  }
}

const paused = (): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), LOOK_MS));

function ask(db: ReturnType<typeof openAccessDb>, erasures: Erasures, id: string): Erasure {
  const asked = erasures.ask(id, []);
  new Audit(db, Date.now).note({ ...WHO, what: 'agent-erased', about: asked.pseudonym });
  return asked;
}

function withAccess<T>(folder: string, act: (db: ReturnType<typeof openAccessDb>) => T): T {
  const db = openAccessDb(folder);
  try {
    return act(db);
  } finally {
    db.close();
  }
}
