// tablo backup beside a server at work: what was acknowledged is in the file, and the file is whole or not there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder } from '../support/app.ts';
import { endAllCommands, startTablo, tablo, type Ended } from '../support/command.ts';
import { idsIn, Load, makeLog } from '../support/load.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';

const root = newFolder();
/** A path that a shell would take apart. */
const data = join(root, 'Данные колл-центра');
const backups = join(root, 'копии в пятницу');
const mounts: string[] = [];
beforeAll(() => mkdirSync(backups));
afterAll(() => {
  endAllCommands();
  endAllServers();
  for (const disk of mounts) spawnSync('umount', ['-l', disk]);
  rmSync(root, { recursive: true, force: true });
});

describe('tablo backup', () => {
  it('has everything that was acknowledged before it began, while the server goes on taking events', async () => {
    const server = await ServerProcess.start({ data, env: { TABLO_LOG_LEVEL: 'silent' } });
    const load = new Load(server.url);
    const sending = load.sendUntilStopped();
    await load.until(2000);
    const before = new Set(load.acknowledged);
    const file = join(backups, 'первая копия.db');
    const { code, stdout, stderr } = await tablo(['backup', file, '--data', data]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^.*первая копия\.db: [\d ]+ events, the newest recorded \d{4}-.*Z, [\d.]+ [kM]B\.\n$/);
    // It went on meanwhile, and afterwards.
    const during = load.acknowledged.size;
    await load.until(during + 200);
    load.stop();
    await sending;
    await server.end();

    const kept = new Set(idsIn(file));
    expect([...before].filter((id) => !kept.has(id))).toEqual([]);
    const all = new Set(idsIn(join(data, 'events.db')));
    expect([...kept].filter((id) => !all.has(id))).toEqual([]);
    expect(readdirSync(backups)).toEqual(['первая копия.db']);
  });

  it('is one file that can be read where nothing can be written', async () => {
    const log = makeLog(join(root, 'one'), 10);
    const file = join(backups, 'one.db');
    expect((await tablo(['backup', file, '--data', log])).code).toBe(0);
    const db = new DatabaseSync(`file:${file}?immutable=1`, { readOnly: true });
    expect(db.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'delete' });
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });

  it('takes what is only in the write-ahead log of a server that was killed', async () => {
    const killed = join(root, 'killed');
    const server = await ServerProcess.start({ data: killed, env: { TABLO_LOG_LEVEL: 'silent' } });
    const load = new Load(server.url);
    const sending = load.sendUntilStopped();
    await load.until(400);
    await server.end('SIGKILL');
    await sending;
    const file = join(backups, 'killed.db');
    expect((await tablo(['backup', file, '--data', killed])).code).toBe(0);
    const kept = new Set(idsIn(file));
    expect([...load.acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  });

  it('writes over a file only when it is told to', async () => {
    const log = makeLog(join(root, 'over'), 3);
    const file = join(backups, 'over.db');
    writeFileSync(file, 'something dear');
    const refused = await tablo(['backup', file, '--data', log]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/over\.db is there already; name another file, or write over it with --force\./);
    expect(readFileSync(file, 'utf8')).toBe('something dear');
    expect((await tablo(['backup', file, '--data', log, '--force'])).code).toBe(0);
    expect(idsIn(file).length).toBe(3);
  });

  it('leaves nothing under the name when Ctrl-C ends it, and ends with 130', async () => {
    const log = makeLog(join(root, 'big'), 20_000, 4000);
    const file = join(backups, 'big.db');
    const ended = await brokenOff(['backup', file, '--data', log], file, 'SIGINT');
    expect(ended).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted. No backup was written.\n' });
    expect(readdirSync(backups).filter((name) => name.startsWith('big'))).toEqual([]);
  });

  it('leaves the former backup whole when it is killed, and the next one tidies up', async () => {
    const log = join(root, 'big');
    const file = join(backups, 'kept.db');
    makeLog(join(root, 'former'), 7);
    expect((await tablo(['backup', file, '--data', join(root, 'former')])).code).toBe(0);
    const former = readFileSync(file);
    await brokenOff(['backup', file, '--data', log, '--force'], file, 'SIGKILL');
    expect(readFileSync(file).equals(former)).toBe(true);
    expect((await tablo(['backup', file, '--data', log, '--force'])).code).toBe(0);
    expect(idsIn(file).length).toBe(20_000);
    expect(readdirSync(backups).filter((name) => name.startsWith('kept'))).toEqual(['kept.db']);
  });

  it('writes no backup of a damaged log', async () => {
    const log = makeLog(join(root, 'damaged'), 2000);
    const bytes = readFileSync(join(log, 'events.db'));
    bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 20_000);
    writeFileSync(join(log, 'events.db'), bytes);
    const file = join(backups, 'damaged.db');
    const { code, stderr } = await tablo(['backup', file, '--data', log]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/No backup was written: the log is damaged \(.+\)\. `tablo doctor` tells more\./);
    expect(existsSync(file)).toBe(false);
  });

  it('says so when there is no room for it, before and in the midst of it, and leaves nothing', async () => {
    const disk = smallDisk();
    const large = makeLog(join(root, 'large'), 4000, 1000);
    const before = await tablo(['backup', join(disk, 'a.db'), '--data', large]);
    expect(before).toMatchObject({ code: 1, stdout: '' });
    expect(before.stderr).toMatch(/^The backup needs [\d.]+ MB, and .* has [\d.]+ [kM]B; free some space\.\n$/);
    // What is only in the write-ahead log shows its size too late.
    const growing = makeLog(join(root, 'growing'), 10);
    const db = new DatabaseSync(join(growing, 'events.db'));
    db.exec("PRAGMA wal_autocheckpoint = 0; INSERT INTO memory VALUES ('large', hex(randomblob(2000000)))");
    const amidst = await tablo(['backup', join(disk, 'b.db'), '--data', growing]);
    db.close();
    expect(amidst).toMatchObject({ code: 1, stdout: '' });
    expect(amidst.stderr).toBe('No backup was written: the disk is full; free some space.\n');
    expect(readdirSync(disk)).toEqual([]);
  });

  it.each([
    ['no file', ['backup'], /A file is missing/],
    ['two files', ['backup', 'a.db', 'b.db'], /One file, not more/],
    ['an unknown option', ['backup', 'a.db', '--fast'], /Unknown option '--fast'/],
    ['a folder without a log', ['backup', 'a.db', '--data', '/nowhere'], /There is no log at \/nowhere\/events\.db/],
    ['no folder for it', ['backup', '/nowhere/a.db', '--data', join(root, 'over')], /There is no folder \/nowhere for/],
    ['a folder as file', ['backup', backups, '--data', join(root, 'over')], /is no file; name one/],
    [
      'the log itself',
      ['backup', join(root, 'over/events.db'), '--force', '--data', join(root, 'over')],
      /is the log itself; name another file/,
    ],
    ['its write-ahead log', ['backup', join(root, 'over/events.db-wal'), '--data', join(root, 'over')], /log itself/],
  ])('refuses %s with a sentence and 2', async (_, args, sentence) => {
    const { code, stderr, stdout } = await tablo(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

/** 2 MB */
function smallDisk(): string {
  const disk = join(root, 'small disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(`This test needs a small file system, and mount says: ${mounted.stderr}`);
  mounts.push(disk);
  return disk;
}

/** Ended by a signal while it was writing; done again when it was faster. */
async function brokenOff(args: string[], file: string, signal: 'SIGINT' | 'SIGKILL'): Promise<Ended> {
  const before = existsSync(file) ? readFileSync(file) : null;
  for (;;) {
    const { child, ended } = startTablo(args);
    while (child.exitCode === null && !readdirSync(backups).some((name) => name.endsWith('.unfinished')))
      await pause(2);
    child.kill(signal);
    const end = await ended;
    if (end.code !== 0) return end;
    if (before) writeFileSync(file, before);
    else rmSync(file);
  }
}
