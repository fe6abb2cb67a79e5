// Has SQLite check a database, in a process of its own: of many gigabytes it takes minutes, in which nothing could stop
// it otherwise. Run as a program it is that process: FILE, and the check's name.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { openForReading } from '../log/schema.ts';
import { Interrupted } from './failed.ts';
import type { Terminal } from './terminal.ts';

/** quick_check leaves out whether the index has each event, once. */
export type Check = 'integrity_check' | 'quick_check';

const LOOK_MS = 100;

/** @returns what is wrong, in SQLite's words; empty when the file is well @throws Interrupted */
export async function checkIntegrity(file: string, check: Check, terminal: Terminal): Promise<string[]> {
  const child = spawn(process.execPath, [import.meta.filename, file, check], { stdio: ['ignore', 'pipe', 'inherit'] });
  const looking = setInterval(() => terminal.progress.at(0), LOOK_MS);
  const stop = (): void => void child.kill('SIGKILL');
  terminal.interrupted.addEventListener('abort', stop);
  try {
    const said = await text(child.stdout);
    if (terminal.interrupted.aborted) throw new Interrupted();
    return JSON.parse(said) as string[];
  } finally {
    clearInterval(looking);
    terminal.interrupted.removeEventListener('abort', stop);
    stop();
  }
}

const MOST_TOLD = 20;

function check(file: string, name: string): string[] {
  try {
    const db = openForReading(file);
    // Ids are all over the index: with it in memory a check reads the file once.
    db.exec('PRAGMA cache_size = -262144');
    const found = db.prepare(`PRAGMA ${name}(${MOST_TOLD})`).all();
    db.close();
    const lines = found.flatMap((row) => String(row[name]).split('\n'));
    return lines.filter((line) => line !== 'ok' && line !== '*** in database main ***');
  } catch (cause) {
    return [(cause as Error).message];
  }
}

if (import.meta.main) {
  const [file, name] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(check(file, name)));
}
