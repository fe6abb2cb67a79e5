// tablo restore: a folder made of a backup says what the backed-up server said; a log that is there is safe from it,
// and from its being broken off at any moment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { newFolder } from '../support/app.ts';
import { endAllCommands, startTablo, tablo } from '../support/command.ts';
import { get, post } from '../support/events.ts';
import { idsIn, Load, makeLog } from '../support/load.ts';
import { endAllServers, quietEnvironment, ServerProcess } from '../support/server-process.ts';
import { MINUTE, MORNING, simulate } from '../support/simulated-floor.ts';

const root = newFolder();
afterAll(() => {
  endAllCommands();
  endAllServers();
  rmSync(root, { recursive: true, force: true });
});

const QUIET = { TABLO_LOG_LEVEL: 'silent', TABLO_CHECKPOINT_EVERY_S: '0' };
const AT = new Date(MORNING + 25 * MINUTE).toISOString();
const QUESTIONS = [
  `/api/v1/metrics?window=30m&at=${AT}`,
  `/api/v1/queues?at=${AT}`,
  `/api/v1/agents?at=${AT}`,
  `/api/v1/visits?from=${new Date(MORNING).toISOString()}&to=${AT}&limit=1000`,
];
/** As of now, not of then. */
const OWN = ['sources'];

async function said(server: ServerProcess): Promise<unknown> {
  const answers = await Promise.all(QUESTIONS.map(async (path) => (await get<object>(server.url, path)).body));
  return JSON.parse(
    JSON.stringify(answers, (key, value: unknown) => (OWN.includes(key) ? undefined : value)),
  ) as unknown;
}

const log = (folder: string): string => join(folder, 'events.db');
const former = (folder: string): string[] => readdirSync(folder).filter((name) => /^events\.\d.*\.db$/.test(name));

/** A backup of a log of so many events. */
async function backupOf(name: string, events: number, padding = 0): Promise<string> {
  const file = join(root, `${name}.backup`);
  const data = makeLog(join(root, `${name}-source`), events, padding);
  expect((await tablo(['backup', file, '--data', data])).code).toBe(0);
  return file;
}

describe('tablo restore', () => {
  it('gives a folder that says the same over the API and stands up to a recount', { timeout: 120_000 }, async () => {
    const data = join(root, 'живой');
    const server = await ServerProcess.start({ data, env: QUIET });
    const events = simulate(30, { agents: 120, load: 0.1 }).map(({ simulated: _, ...event }) => event);
    for (let i = 0; i < events.length; i += 5000)
      expect((await post(server.url, events.slice(i, i + 5000))).body.rejected).toEqual([]);
    const before = await said(server);
    const load = new Load(server.url);
    const sending = load.sendUntilStopped();
    await load.until(500);
    const file = join(root, 'живая копия.db');
    expect((await tablo(['backup', file, '--data', data])).code).toBe(0);
    load.stop();
    await sending;
    await server.end();

    const restored = join(root, 'из копии');
    const { code, stdout, stderr } = await tablo(['restore', file, '--data', restored]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Restored into .*из копии: [\d ]+ events, the newest recorded .*Z, .* [kM]B\.\n$/);
    expect(idsIn(log(restored))).toEqual(idsIn(file));
    const again = await ServerProcess.start({ data: restored, env: QUIET });
    expect(await said(again)).toEqual(before);
    const span = ['--from', new Date(MORNING).toISOString(), '--to', new Date(MORNING + 30 * MINUTE).toISOString()];
    const recount = await tablo(['recount', '--data', restored, '--every', '15m', ...span]);
    expect(recount.stdout.trim().split('\n').at(-1)).toMatch(/figures agree, 0 differ$/);
    await again.end();
  });

  it('keeps the former log, and lets nothing that was made of it be used', { timeout: 60_000 }, async () => {
    const file = await backupOf('small', 50);
    const data = join(root, 'former');
    const server = await ServerProcess.start({ data, env: QUIET });
    const load = new Load(server.url);
    const sending = load.sendUntilStopped();
    await load.until(400);
    while (!existsSync(join(data, 'checkpoint.floor'))) await pause(20);
    await server.end('SIGKILL');
    await sending;
    mkdirSync(join(data, 'days'), { recursive: true });
    writeFileSync(join(data, 'days/2026-11-22.1.floor'), 'a day');
    writeFileSync(join(data, 'history.db'), 'roll-ups');
    expect(statSync(`${log(data)}-wal`).size).toBeGreaterThan(0);

    const refused = await tablo(['restore', file, '--data', data]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/former has a log already; name another folder, or restore with --force/);
    const { code, stdout } = await tablo(['restore', file, '--data', data, '--force']);
    expect(code).toBe(0);
    const [kept] = former(data);
    expect(stdout).toContain(`The former log is ${join(data, kept)}; remove it when you are sure.`);
    const there = new Set(idsIn(join(data, kept)));
    expect([...load.acknowledged].filter((id) => !there.has(id))).toEqual([]);
    expect(idsIn(log(data))).toEqual(idsIn(file));
    expect(readdirSync(data).filter((name) => /^(checkpoint|days|history)/.test(name))).toEqual([]);
  });

  it('takes the place of a log that is damaged, write-ahead log and all', async () => {
    const file = await backupOf('healer', 50);
    const data = join(root, 'sick');
    mkdirSync(data);
    writeFileSync(log(data), 'no database at all, and long enough to be looked at as one. '.repeat(99));
    writeFileSync(`${log(data)}-wal`, 'nor this');
    expect((await tablo(['restore', file, '--data', data, '--force'])).code).toBe(0);
    expect(idsIn(log(data))).toEqual(idsIn(file));
    const [kept] = former(data);
    expect(readFileSync(join(data, kept), 'utf8')).toMatch(/^no database at all/);
    expect(readFileSync(join(data, `${kept}-wal`), 'utf8')).toBe('nor this');
  });

  it('leaves the folder as it was, or restored, whenever it is killed', { timeout: 180_000 }, async () => {
    const file = await backupOf('heavy', 4000, 4000);
    const victim = new Victim(makeLog(join(root, 'victim'), 600), file);
    // From the first moment on, always a little later, until it is too late to kill it.
    for (let ms = 150, isOver = false; !isOver; ms *= 1.2) {
      const { child, ended } = startTablo(victim.arguments);
      const timer = setTimeout(() => child.kill('SIGKILL'), ms);
      isOver = (await ended).code === 0;
      clearTimeout(timer);
      victim.check();
    }
    expect(victim.ends).toContain('before');
    expect(victim.ends.at(-1)).toBe('restored');
    expect(victim.unfinished()).toEqual([]);
  });

  it('… also before each step by which it changes the folder', { timeout: 180_000 }, async () => {
    const file = await backupOf('light', 30);
    const victim = new Victim(makeLog(join(root, 'victim of steps'), 20), file);
    for (let step = 1, isOver = false; !isOver; step++) {
      isOver = (await killedBeforeStep(step, victim.arguments)) === 0;
      victim.check();
    }
    const changes = victim.ends.indexOf('restored');
    expect(changes).toBeGreaterThan(5);
    expect(new Set(victim.ends.slice(changes))).toEqual(new Set(['restored']));
  });

  it('ends with 130 and a folder as it was at Ctrl-C', async () => {
    const file = await backupOf('slow', 20_000, 4000);
    for (;;) {
      const data = join(root, 'interrupted');
      const { child, ended } = startTablo(['restore', file, '--data', data]);
      while (child.exitCode === null && !unfinishedIn(data)) await pause(2);
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      if (code === 0) {
        rmSync(data, { recursive: true });
        continue;
      }
      expect({ code, stderr }).toEqual({ code: 130, stderr: `Interrupted. ${data} is as it was.\n` });
      expect(readdirSync(data).filter((name) => name.startsWith('events'))).toEqual([]);
      break;
    }
  });

  it('leaves the folder to its owner, although root restores', async () => {
    const file = await backupOf('owned', 5);
    const data = join(root, 'of somebody');
    mkdirSync(data);
    chownSync(data, 1234, 1234);
    expect((await tablo(['restore', file, '--data', data])).code).toBe(0);
    for (const name of ['events.db', 'lock.db']) expect(statSync(join(data, name)).uid).toBe(1234);
  });

  it('refuses while a server runs on the folder', async () => {
    const file = await backupOf('other', 10);
    const data = join(root, 'busy');
    const server = await ServerProcess.start({ data, env: QUIET });
    const { code, stderr } = await tablo(['restore', file, '--data', data, '--force']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/The data folder .*busy is in use by another Tablo; stop that one/);
    expect(former(data)).toEqual([]);
    await server.end();
  });

  it.each([
    ['is no database', (file: string) => writeFileSync(file, 'a letter to the editor '.repeat(500)), /no database/],
    ['is empty', (file: string) => writeFileSync(file, ''), /is empty: it has no tables/],
    ['is cut short', (file: string) => truncateSync(file, statSync(file).size - 9000), /damaged/],
    ['is damaged in its middle', scribble, /is damaged \(.+\); use another backup\. Nothing was changed\./],
    ['is of another program', foreign, /is a database of another program/],
    ['is of a newer Tablo', (file: string) => change(file, 'PRAGMA user_version = 9'), /is of schema 9.*run the newer/],
    ['lacks a column', (file: string) => change(file, 'ALTER TABLE event DROP COLUMN body'), /no column "body"/],
  ])('touches nothing when the backup %s', async (name, harm, sentence) => {
    const file = join(root, `${name}.db`);
    copyFileSync(
      existsSync(join(root, 'good.backup')) ? join(root, 'good.backup') : await backupOf('good', 3000),
      file,
    );
    harm(file);
    const data = join(root, `${name} folder`);
    makeLog(data, 5);
    writeFileSync(join(data, 'checkpoint.floor'), 'a checkpoint');
    const before = readFileSync(log(data));
    const { code, stderr, stdout } = await tablo(['restore', file, '--force', '--data', data]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(readFileSync(log(data)).equals(before)).toBe(true);
    expect(readdirSync(data).filter((name) => name !== 'lock.db')).toEqual(['checkpoint.floor', 'events.db']);
  });

  it.each([
    ['no file', ['restore'], /A file is missing/],
    ['a file that is not there', ['restore', '/nowhere/a.db'], /There is no file \/nowhere\/a\.db; name a backup/],
    ['a folder', ['restore', root], /is no file; name a backup/],
  ])('refuses %s with a sentence and 2', async (_, args, sentence) => {
    const { code, stderr } = await tablo([...args, '--data', join(root, 'never')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(existsSync(join(root, 'never'))).toBe(false);
  });
});

const unfinishedIn = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.unfinished'));

/** A folder with a log and what is computed of it, restored to again and again. */
class Victim {
  readonly ends: ('before' | 'restored')[] = [];
  readonly arguments: string[];
  readonly #data: string;
  readonly #before: string[];
  readonly #after: string[];
  readonly #log: Buffer;

  constructor(data: string, backup: string) {
    this.#data = data;
    this.arguments = ['restore', backup, '--force', '--data', data];
    [this.#before, this.#after] = [idsIn(log(data)), idsIn(backup)];
    this.#log = readFileSync(log(data));
    this.#compute();
  }

  /** The log is one of the two, whole, and nothing computed of the one lies beside the other. As before again. */
  check(): void {
    const ids = idsIn(log(this.#data));
    const end = ids.length === this.#before.length ? 'before' : 'restored';
    expect(ids).toEqual(end === 'before' ? this.#before : this.#after);
    if (end === 'restored') {
      expect(COMPUTED.filter((name) => existsSync(join(this.#data, name)))).toEqual([]);
      expect(idsIn(join(this.#data, former(this.#data)[0]))).toEqual(this.#before);
    }
    this.ends.push(end);
    for (const name of former(this.#data)) rmSync(join(this.#data, name));
    writeFileSync(log(this.#data), this.#log);
    this.#compute();
  }

  unfinished(): string[] {
    return readdirSync(this.#data).filter((name) => name.includes('unfinished'));
  }

  #compute(): void {
    mkdirSync(join(this.#data, 'days'), { recursive: true });
    for (const name of COMPUTED) if (name !== 'days') writeFileSync(join(this.#data, name), 'of the former log');
  }
}
const COMPUTED = ['checkpoint.floor', 'days', 'days/2026-11-22.1.floor', 'history.db', 'history.db-wal'];

/** What changes names in a folder. @returns the exit code, null when it was killed */
async function killedBeforeStep(step: number, args: string[]): Promise<number | null> {
  const calls = 'rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat';
  const strace = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`];
  const inject = ['-e', `inject=${calls}:signal=SIGKILL:when=${step}`];
  const child = spawn('strace', [...strace, ...inject, process.execPath, TABLO, ...args], {
    stdio: 'ignore',
    env: quietEnvironment(),
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
const TABLO = join(import.meta.dirname, '../../server/cli/tablo.ts');

function scribble(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 20_000);
  writeFileSync(file, bytes);
}

function foreign(file: string): void {
  rmSync(file);
  change(file, 'CREATE TABLE recipe (name TEXT); PRAGMA application_id = 7');
}

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}
