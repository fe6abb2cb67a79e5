// tablo import: events of an old log become part of another, once, whenever it is broken off; what is no event is told.
import {
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
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { newFolder, startApp } from '../support/app.ts';
import { endAllCommands, startTablo, tablo } from '../support/command.ts';
import { answered, event, get, post, queued } from '../support/events.ts';
import { idsIn, makeLog } from '../support/load.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';
import { MINUTE, MORNING, simulate } from '../support/simulated-floor.ts';

const root = newFolder();
beforeAll(() => mkdirSync(join(root, 'старые события')));
afterAll(() => {
  endAllCommands();
  endAllServers();
  rmSync(root, { recursive: true, force: true });
});

const EVENTS: CloudEvent[] = simulate(30, { agents: 120, load: 0.1 }).map(({ simulated: _, ...event }) => event);
const RECORDED = Date.now() - 40 * 24 * 3_600_000;
const AT = new Date(MORNING + 25 * MINUTE).toISOString();
const QUESTIONS = [
  `/api/v1/metrics?window=30m&at=${AT}`,
  `/api/v1/queues?at=${AT}`,
  `/api/v1/agents?at=${AT}`,
  `/api/v1/visits?from=${new Date(MORNING).toISOString()}&to=${AT}&limit=1000`,
];
/** As of now; and which intervals late events have changed. */
const OWN = ['sources', 'revised'];

const log = (folder: string): string => join(folder, 'events.db');
const path = (name: string): string => join(root, 'старые события', name);
const lines = (events: object[]): string => events.map((one) => `${JSON.stringify(one)}\n`).join('');

/** What a server of this folder says of a morning. */
async function said(data: string): Promise<unknown> {
  const app = await startApp({ data });
  const answers = await Promise.all(QUESTIONS.map(async (path) => (await get<object>(app.url, path)).body));
  await app.close();
  return JSON.parse(
    JSON.stringify(answers, (key, value: unknown) => (OWN.includes(key) ? undefined : value)),
  ) as unknown;
}

async function send(data: string, events: CloudEvent[]): Promise<void> {
  const app = await startApp({ data });
  expect((await post(app.url, events)).body).toMatchObject({ accepted: events.length, rejected: [] });
  await app.close();
}

function recordedAt(folder: string): number[] {
  const db = new DatabaseSync(log(folder), { readOnly: true });
  const rows = db.prepare('SELECT recorded_at AS at FROM event ORDER BY seq').all();
  db.close();
  return rows.map(({ at }) => at as number);
}

describe('tablo import', () => {
  it('makes of an old log one that says the same; done again, it changes nothing', async () => {
    const old = join(root, 'old');
    await send(old, EVENTS);
    const data = join(root, 'new');
    const args = ['import', log(old), '--data', data];
    const summary = (added: number, there: number) =>
      `${counted(added)} events added, ${counted(there)} already there, 0 refused.\n`;
    expect(await tablo(args)).toMatchObject({ code: 0, stdout: summary(EVENTS.length, 0), stderr: '' });
    expect(recordedAt(data)).toEqual(recordedAt(old));
    expect(await tablo(args)).toMatchObject({ code: 0, stdout: summary(0, EVENTS.length) });
    expect(idsIn(log(data))).toEqual(idsIn(log(old)));
    expect(await said(data)).toEqual(await said(old));
  });

  it('gives the same numbers when the older half comes after the newer one, and all is computed anew', async () => {
    const half = EVENTS.length >> 1;
    const [inOrder, data] = [join(root, 'in order'), join(root, 'the other way')];
    await send(inOrder, EVENTS);
    await send(data, EVENTS.slice(half));
    writeFileSync(join(data, 'history.db'), 'of the newer half');
    const older = EVENTS.slice(0, half).map((one) => ({ ...one, recordedtime: new Date(RECORDED).toISOString() }));
    writeFileSync(path('первая половина.ndjson'), lines(older));
    expect((await tablo(['import', path('первая половина.ndjson'), '--data', data])).code).toBe(0);
    expect(readdirSync(data).filter((name) => /^(checkpoint|days|history)/.test(name))).toEqual([]);
    // History lets go by the log's order: nothing is recorded before what it has.
    expect(recordedAt(data)).toEqual(recordedAt(data).sort((a, b) => a - b));
    expect(await said(data)).toEqual(await said(inOrder));
  });

  it.each([
    ['lines', (text: string) => text, false],
    ['lines in gzip', gzipSync, false],
    ['stdin', (text: string) => text, true],
    ['stdin in gzip', gzipSync, true],
    ['lines of Windows with a byte order mark', (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`, false],
    ['a batch in one line', (text: string) => `[${text.trim().split('\n').join(',')}]`, false],
  ])('reads %s, and keeps when it was recorded', async (name, pack, isPiped) => {
    const told = [queued('Тарифы', `${name} 1`, RECORDED), answered(`${name} 1`, RECORDED)];
    const text = lines(told.map((one, i) => ({ ...one, recordedtime: new Date(RECORDED + i).toISOString() })));
    const data = join(root, name);
    const file = path(`события ${name}`);
    writeFileSync(file, pack(text));
    const args = ['import', isPiped ? '-' : file, '--data', data];
    const ended = await tablo(args, isPiped ? { input: readFileSync(file) } : {});
    expect(ended).toMatchObject({ code: 0, stdout: '2 events added, 0 already there, 0 refused.\n', stderr: '' });
    expect(recordedAt(data)).toEqual([RECORDED, RECORDED + 1]);
    const db = new DatabaseSync(log(data), { readOnly: true });
    expect(JSON.parse(String(db.prepare('SELECT body FROM event').get()?.body))).toMatchObject(told[0]);
    db.close();
  });

  it('tells each line that is no event with its number, and takes the others', async () => {
    const good = [queued('q', 'good 1', RECORDED), event('weather.changed', RECORDED, { sunny: true })];
    const bad = { ...queued('q', 'bad', RECORDED), time: 'yesterday' };
    const file = path('пополам.ndjson');
    const parts = [lines([good[0]]), 'not JSON\n', '\n', lines([bad]), lines([{ ...good[0], recordedtime: 5 }])];
    writeFileSync(file, Buffer.concat([Buffer.from(parts.join('')), Buffer.from([0xff, 0x0a])]));
    writeFileSync(file, lines([good[1]]) + lines([good[1]]).trimEnd(), { flag: 'a' });
    const { code, stdout, stderr } = await tablo(['import', file, '--data', join(root, 'пополам')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '2 events added, 1 already there, 4 refused.\n' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      `${file}:2: the line is no JSON (it begins with "not JSON"); an event a line is expected.`,
      expect.stringMatching(/:4: time must be an RFC 3339 time, such as .*; it is "yesterday"\.$/),
      `${file}:5: recordedtime is 5: a time in RFC 3339 since 1990 is expected.`,
      `${file}:6: the line is no UTF-8.`,
    ]);
    expect(idsIn(log(join(root, 'пополам')))).toEqual(good.map(({ id }) => id));
  });

  it('takes nothing of garbage, whatever its size, and shows the first of it', async () => {
    const file = path('мусор');
    const garbage = Buffer.alloc(9_000_000, 'a');
    writeFileSync(file, Buffer.concat([garbage, Buffer.from('\n{}'.repeat(100))]));
    const { code, stdout, stderr } = await tablo(['import', file, '--data', join(root, 'garbage')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '0 events added, 0 already there, 101 refused.\n' });
    const told = stderr.trimEnd().split('\n');
    expect(told[0]).toBe(`${file}:1: the line is longer than 8.4 MB.`);
    expect(told.at(-1)).toBe('… and 51 more were refused.');
  });

  it.each([['SIGINT' as const], ['SIGKILL' as const]])(
    'keeps what was done when %s ends it, and goes on from there',
    { timeout: 120_000 },
    async (signal) => {
      const file = path(`много ${signal}.ndjson`);
      const many = Array.from({ length: 30_000 }, (_, i) => queued('q', `${signal} ${i}`, RECORDED + i));
      writeFileSync(file, lines(many));
      const data = join(root, `broken off by ${signal}`);
      const { child, ended } = startTablo(['import', file, '--data', data]);
      while (child.exitCode === null && eventsIn(data) === 0) await pause(2);
      child.kill(signal);
      const { code, stderr } = await ended;
      const kept = eventsIn(data);
      if (signal === 'SIGINT' && code !== 0)
        expect({ code, stderr: stderr.trim().split('\n').at(-1) }).toEqual({
          code: 130,
          stderr: `Interrupted. ${counted(kept)} events added, 0 already there, 0 refused. The same command again goes on from there.`,
        });
      expect(idsIn(log(data))).toEqual(many.slice(0, kept).map(({ id }) => id));
      const again = await tablo(['import', file, '--data', data]);
      expect(again.stdout).toBe(
        `${counted(many.length - kept)} events added, ${counted(kept)} already there, 0 refused.\n`,
      );
      expect(idsIn(log(data))).toEqual(many.map(({ id }) => id));
    },
  );

  it.each([
    ['was scribbled on', scribble],
    ['was cut short', (file: string) => truncateSync(file, Math.floor(statSync(file).size * 0.6))],
  ])('takes of a log that %s what can be read', async (name, harm) => {
    const old = makeLog(join(root, name), 2000);
    const all = idsIn(log(old));
    harm(log(old));
    const data = join(root, `saved ${name}`);
    const { code, stdout, stderr } = await tablo(['import', log(old), '--data', data]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/the file is damaged: events \d+ to .+ can't be read|no JSON/);
    const saved = idsIn(log(data));
    expect(saved.length).toBeGreaterThan(800);
    expect(stdout).toMatch(new RegExp(`^${counted(saved.length)} events added`));
    expect(saved).toEqual(all.filter((id) => saved.includes(id)));
  });

  it('says what will not be kept for long, unless it counts as recorded now', async () => {
    const file = path('позапрошлый год.ndjson');
    const at = Date.now() - 700 * 24 * 3_600_000;
    writeFileSync(file, lines([{ ...queued('q', 'ancient', at), recordedtime: new Date(at).toISOString() }]));
    const kept = await tablo(['import', file, '--data', join(root, 'ancient')]);
    expect(kept.code).toBe(0);
    expect(kept.stderr).toMatch(/^1 of them were recorded so long ago that the server lets them go/);
    const now = await tablo(['import', file, '--recorded-now', '--data', join(root, 'renewed')]);
    expect(now).toMatchObject({ code: 0, stderr: '' });
    expect(recordedAt(join(root, 'renewed'))[0]).toBeGreaterThan(Date.now() - 600_000);
  });

  it('refuses while a server runs on the folder, and says what to do instead', async () => {
    const data = join(root, 'busy');
    const server = await ServerProcess.start({ data, env: { TABLO_LOG_LEVEL: 'silent' } });
    const { code, stderr } = await tablo(['import', '-', '--data', data], { input: '{}' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/busy is in use by another Tablo; stop that one .* POST \/api\/v1\/events/);
    await server.end();
  });

  it.each([
    ['a gzip that is cut short', () => gzipSync('x'.repeat(1e5)).subarray(0, 60), 1, /can't be read further/],
    ['a log in gzip', () => gzipSync(readFileSync(log(makeLog(join(root, 'packed'), 3)))), 1, /unpacked/],
    ['an array over many lines', () => Buffer.from('[\n{}\n]'), 1, /array over many lines is not read; .*jq/],
    ['another program', foreign, 1, /is a database of another program, no log of Tablo/],
  ])('does not take %s', async (name, made, code, sentence) => {
    const file = path(name);
    writeFileSync(file, made());
    const ended = await tablo(['import', file, '--data', join(root, `for ${name}`)]);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
    expect(ended.stderr).toMatch(sentence);
  });

  it.each([
    ['no file', [], /A file is missing/],
    ['a file that is not there', ['/nowhere/a.ndjson'], /There is no file \/nowhere\/a\.ndjson/],
    ['a folder', [root], /is no file; name the file/],
  ])('refuses %s with a sentence and 2', async (_, args, sentence) => {
    const { code, stderr } = await tablo(['import', ...args, '--data', join(root, 'never')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(existsSync(join(root, 'never'))).toBe(false);
  });
});

function scribble(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.indexOf('"contact.queued"', bytes.length >> 1);
  bytes.fill(0x55, middle, middle + 6000);
  writeFileSync(file, bytes);
}

const counted = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');

function eventsIn(folder: string): number {
  if (!existsSync(log(folder))) return 0;
  const db = new DatabaseSync(log(folder), { readOnly: true, timeout: 5000 });
  try {
    return db.prepare('SELECT count(*) AS n FROM event').get()?.n as number;
  } catch {
    // Its tables are being made.
    return 0;
  } finally {
    db.close();
  }
}

function foreign(): Buffer {
  const file = path('recipes.db');
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE recipe (name TEXT)');
  db.close();
  return readFileSync(file);
}
