// A data folder that can't be used, or is somebody else's: a sentence, an exit code, and never a stack.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { get, post, queued } from '../support/events.ts';
import { ServerProcess } from '../support/server-process.ts';
import { remount, smallDisk, type SmallDisk } from '../support/small-disk.ts';
import { testFolder, testServer, whenOver } from '../support/when-over.ts';

/** Whoever starts Tablo on this folder is told one sentence, and the process ends with 1. */
async function refusal(data: string): Promise<string> {
  const server = new ServerProcess({ data });
  whenOver(() => server.end('SIGKILL'));
  const { code } = await server.spawn();
  expect(code).toBe(1);
  expect(server.output.trim().split('\n')).toHaveLength(1);
  expect(server.output).not.toMatch(/^\s+at /m);
  return server.output;
}

function disk(size: string): SmallDisk {
  const made = smallDisk(size);
  whenOver(() => made.remove());
  return made;
}

describe('a data folder that can’t be used ends the start with a sentence', () => {
  it('when a file is in its place', async () => {
    const file = join(testFolder(), 'data');
    writeFileSync(file, 'a file');
    expect(await refusal(file)).toMatch(/data folder .* is no folder: .*Move the file away, or set TABLO_DATA/);
    expect(await refusal(join(file, 'deeper'))).toMatch(/is no folder: .* or above it/);
  });

  it('when it is read-only, new or in use before', async () => {
    const small = disk('8m');
    const data = small.path;
    const server = await testServer({ data: data });
    expect((await post(server.url, [queued('q', 'v', Date.now())])).body.accepted).toBe(1);
    await server.end();
    remount(small, 'ro');
    expect(await refusal(data)).toMatch(/data folder .* is read-only\. Make it writable/);
    expect(await refusal(join(data, 'new'))).toMatch(/is read-only/);
    remount(small, 'rw');
    await server.start();
    expect((await get<{ replayed: number }>(server.url, '/readyz')).status).toBe(200);
  });

  it('when its log is a folder', async () => {
    const data = testFolder();
    mkdirSync(join(data, 'events.db'));
    expect(await refusal(data)).toMatch(/A file in the data folder .* can't be opened/);
  });

  it('when its log is no database', async () => {
    const data = testFolder();
    writeFileSync(join(data, 'events.db'), 'this is no database, but it is long enough to be looked at.'.repeat(100));
    expect(await refusal(data)).toMatch(/events\.db is damaged \(SQLite: file is not a database\).*tablo restore/);
  });

  it('when its lock is no database', async () => {
    const data = testFolder();
    writeFileSync(join(data, 'lock.db'), 'no database'.repeat(100));
    expect(await refusal(data)).toMatch(/lock\.db is damaged .* remove it when none runs here, and start again/);
  });

  it('when what it knows of people is no database', async () => {
    const data = testFolder();
    writeFileSync(join(data, 'access.db'), 'no database'.repeat(100));
    expect(await refusal(data)).toMatch(/access\.db is damaged .*put your copy of it back; without one move it away/);
    rmSync(join(data, 'access.db'));
    mkdirSync(join(data, 'access.db'));
    expect(await refusal(data)).toMatch(/A file in the data folder .* can't be opened/);
  });

  it('when its disk is full', async () => {
    const { path: data } = disk('64k');
    const filler = join(data, 'filler');
    writeFileSync(filler, Buffer.alloc(60 * 1024));
    expect(await refusal(data)).toMatch(/disk of the data folder .* is full\. Free space and start again/);
  });
});

describe('two servers on one folder', () => {
  const REFUSAL = /data folder .* is in use by another Tablo; stop that one or choose another folder/;

  it('the second refuses with a sentence, and the first goes on', async () => {
    const data = testFolder();
    const first = await testServer({ data: data });
    expect(await refusal(data)).toMatch(REFUSAL);
    expect((await post(first.url, [queued('q', 'v', Date.now())])).body.accepted).toBe(1);
  });

  it('after kill -9 of the first the second starts: nothing that is left of it stands in the way', async () => {
    const data = testFolder();
    const first = await testServer({ data: data });
    expect((await post(first.url, [queued('q', 'v', Date.now())])).body.accepted).toBe(1);
    await first.end('SIGKILL');
    const second = await testServer({ data: data });
    expect((await get<{ replayed: number }>(second.url, '/readyz')).body.replayed).toBe(1);
  });
});
