// tablo doctor: a folder that is well is said to be, and of one that is not what is wrong and what to do. It changes
// nothing.
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
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../server/cli/doctor/findings.ts';
import { writeFloor } from '../../server/history/floor-file.ts';
import { Inserter } from '../../server/log/inserter.ts';
import { openForWriting } from '../../server/log/schema.ts';
import { newFolder } from '../support/app.ts';
import { endAllCommands, startTablo, tablo } from '../support/command.ts';
import { event, get, post, queued } from '../support/events.ts';
import { idsIn, makeLog, visitsOf } from '../support/load.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';

const root = newFolder();
afterAll(() => {
  endAllCommands();
  endAllServers();
  rmSync(root, { recursive: true, force: true });
});

const HOUR = 3_600_000;
/** As the servers of these tests: what is turned off decides whether a checkpoint fits. */
const NO_DEMO = { TABLO_DEMO: 'false' };
const log = (folder: string): string => join(folder, 'events.db');

interface Report {
  code: number | null;
  isWell: boolean;
  findings: Finding[];
  figures: Record<string, unknown>;
  /** sentences of what is wrong, and of what is worth a note */
  wrong: string[];
  notes: string[];
}

async function examined(folder: string, ...more: string[]): Promise<Report> {
  const { code, stdout, stderr } = await tablo(['doctor', '--json', '--data', folder, ...more], { env: NO_DEMO });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  const of = (level: Finding['level']) =>
    report.findings.filter((one) => one.level === level).map(({ sentence }) => sentence);
  return { ...report, code, wrong: of('wrong'), notes: of('note') };
}

function change(folder: string, sql: string): void {
  const db = new DatabaseSync(log(folder));
  db.exec(sql);
  db.close();
}

/** Puts events behind those that are there. */
function append(folder: string, events: { body: string; id: string; recordedAt: number }[]): void {
  const db = openForWriting(log(folder));
  const inserter = new Inserter(db);
  for (const { id, body, recordedAt } of events) inserter.add('test', id, recordedAt, 0, body);
  db.close();
}

function scribble(folder: string): void {
  const bytes = readFileSync(log(folder));
  const middle = bytes.indexOf('"contact.queued"', bytes.length >> 1);
  bytes.fill(0x55, middle, middle + 6000);
  writeFileSync(log(folder), bytes);
}

describe('tablo doctor', () => {
  it('finds nothing wrong with the folder of a server at work, and after it was stopped', async () => {
    const data = join(root, 'здоровая папка');
    const server = await ServerProcess.start({
      data,
      env: { TABLO_LOG_LEVEL: 'silent', TABLO_CHECKPOINT_EVERY_S: '0' },
    });
    const events = [...visitsOf('Тарифы', 50), event('weather.changed', Date.now(), { sunny: true })];
    expect((await post(server.url, events)).body.rejected).toEqual([]);
    while (!existsSync(join(data, 'checkpoint.floor'))) await pause(20);
    const atWork = await examined(data);
    expect(atWork).toMatchObject({ code: 0, isWell: true, wrong: [], figures: { isInUse: true, events: 101 } });
    await server.end();

    const bytes = readFileSync(log(data));
    const { code, stdout } = await tablo(['doctor', '--data', data], { env: NO_DEMO });
    expect(code).toBe(0);
    for (const sentence of [
      /well {3}No server runs on it\./,
      /well {3}access\.db knows nobody yet\. It is in no backup of the log: keep a copy of it by itself\./,
      /well {3}The log's schema is 1\./,
      /well {3}SQLite finds the log whole \(integrity_check, .*\)\./,
      /well {3}101 events, none of them simulated, recorded from /,
      /well {3}The newest event was recorded \d+ s ago\./,
      /note {3}Kept, and in no number, are events of types that this version does not know: weather\.changed \(1\)\./,
      /well {3}The checkpoint can be used: a start reads 0 events\./,
      /\n\nNothing is wrong\.\n$/,
    ])
      expect(stdout).toMatch(sentence);
    expect(readFileSync(log(data)).equals(bytes)).toBe(true);
    const before = readdirSync(data).sort();
    await examined(data);
    expect(readdirSync(data).sort()).toEqual(before);
  });

  it('knows the days of history that a server has put away', { timeout: 60_000 }, async () => {
    const data = join(root, 'with days');
    const day = 24 * HOUR;
    const lines = Array.from({ length: 15 }, (_, i) => visitsOf('care', 20, Date.now() - (14 - i) * day))
      .flat()
      .map((one) => `${JSON.stringify({ ...one, recordedtime: one.time })}\n`);
    expect((await tablo(['import', '-', '--data', data], { input: lines.join('') })).code).toBe(0);
    const env = { TABLO_LOG_LEVEL: 'silent', TABLO_CHECKPOINT_EVERY_S: '0', TABLO_HOT_DAYS: '9' };
    const server = await ServerProcess.start({ data, env });
    await get(server.url, '/api/v1/metrics?window=28d');
    await server.end();
    const { code, findings, wrong, notes } = await examined(data);
    expect({ code, wrong, notes }).toEqual({ code: 0, wrong: [], notes: [] });
    const said = findings.map(({ sentence }) => sentence);
    expect(said).toContainEqual(expect.stringMatching(/^\d+ days of history lie in days\/\.$/));
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      'has an access.db that is none',
      (folder) => writeFileSync(join(folder, 'access.db'), 'no database'.repeat(100)),
      /access\.db can't be read: .*put your copy of it back; without one move it away/,
    ],
    [
      'is not there',
      (folder) => rmSync(folder, { recursive: true }),
      /There is no folder .*\. Name another with --data/,
    ],
    ['is empty', (folder) => rmSync(log(folder)), /There is no log \(events\.db\) in .*: it is empty/],
    [
      'is a file',
      (folder) => (rmSync(folder, { recursive: true }), writeFileSync(folder, '')),
      /is no folder, but a file/,
    ],
    [
      'has an empty log',
      (folder) => writeFileSync(log(folder), ''),
      /is empty: it has no tables\. The server makes them/,
    ],
    [
      'has a log that is no database',
      (folder) => writeFileSync(log(folder), 'Dear Sir or Madam, '.repeat(500)),
      /events\.db can't be read: the file is damaged, or no database .*tablo restore FILE --force/,
    ],
    [
      'has the database of another program',
      (folder) => (rmSync(log(folder)), change(folder, 'CREATE TABLE recipe (name TEXT)')),
      /is a database of another program, no log of Tablo\. Move it away/,
    ],
    [
      'has a log of a newer version',
      (folder) => change(folder, 'PRAGMA user_version = 2'),
      /is of schema 2, and this Tablo knows 1: run the newer Tablo\.$/,
    ],
    [
      'has a log of another shape',
      (folder) => change(folder, 'ALTER TABLE event DROP COLUMN body'),
      /its table "event" has no column "body"/,
    ],
    [
      'has a log that was cut short',
      (folder) => truncateSync(log(folder), statSync(log(folder)).size - 20_000),
      /The log is damaged: .* put a backup back with `tablo restore FILE --force`/,
    ],
    ['has a log that was scribbled on', scribble, /The log is damaged: integrity_check says ".+"/],
  ])('says what is wrong when the folder %s', async (name, harm, sentence) => {
    const data = makeLog(join(root, `папка ${name}`), 2000);
    harm(data);
    const { code, isWell, wrong } = await examined(data);
    expect({ code, isWell }).toEqual({ code: 1, isWell: false });
    expect(wrong[0]).toMatch(sentence);
  });

  it('names the events that this version does not take, and counts the others', async () => {
    const data = makeLog(join(root, 'strange'), 10);
    const odd = { ...queued('q', 'odd', Date.now()), time: 'soon' };
    append(data, [
      { id: 'torn', body: '{"specversion": "1.', recordedAt: Date.now() },
      { id: odd.id, body: JSON.stringify(odd), recordedAt: Date.now() },
    ]);
    const { code, wrong, figures } = await examined(data);
    expect(code).toBe(1);
    expect(figures).toMatchObject({ events: 12, notTaken: 2 });
    expect(wrong).toEqual([
      expect.stringMatching(
        /^2 events of the log can't be understood by this version; they are left out\..* event 11: it is no JSON\. event 12 \(event-\d+\): time must be .*; it is "soon"/,
      ),
    ]);
  });

  it('notices events that somebody removed, and not those that were let go by their age', async () => {
    const data = makeLog(join(root, 'holes'), 100);
    change(data, 'DELETE FROM event WHERE seq BETWEEN 40 AND 59 OR seq < 10');
    const { code, wrong, figures } = await examined(data);
    expect(code).toBe(1);
    expect(wrong).toEqual([
      expect.stringMatching(
        /^20 events missing that were too new to be let go: first behind event 39 .* up to event 60\./,
      ),
    ]);
    expect(figures).toMatchObject({ events: 71, missing: 20 });
    const old = makeLog(join(root, 'old holes'), 100, 0, Date.now() - 50 * HOUR);
    change(old, 'DELETE FROM event WHERE seq BETWEEN 40 AND 59');
    expect(await examined(old)).toMatchObject({ code: 0, figures: { missing: 20 } });
  });

  it('notices a clock that was ahead, and one that was set back', async () => {
    const data = makeLog(join(root, 'clocks'), 10);
    const body = (visit: string) => JSON.stringify(queued('q', visit, Date.now() - HOUR));
    append(data, [{ id: 'back', body: body('back'), recordedAt: Date.now() - HOUR }]);
    const back = await examined(data);
    expect(back).toMatchObject({ code: 0, figures: { clockSetBack: 1 } });
    expect(back.notes[0]).toMatch(/^1 time an event was recorded earlier than the one before it, by up to 60 min/);
    append(data, [{ id: 'ahead', body: body('ahead'), recordedAt: Date.now() + 5 * HOUR }]);
    const ahead = await examined(data);
    expect(ahead).toMatchObject({ code: 1, figures: { recordedAhead: 1 } });
    expect(ahead.wrong[0]).toMatch(/^1 event recorded in the future, up to .*Set it right/);
  });

  it('looks at what is computed from the log', async () => {
    const data = makeLog(join(root, 'computed'), 10);
    expect((await examined(data)).notes).toEqual([
      expect.stringMatching(/^There is no checkpoint\. The next start reads/),
    ]);
    writeFileSync(join(data, 'checkpoint.floor'), 'no floor');
    const damaged = await examined(data);
    expect(damaged).toMatchObject({ code: 0 });
    expect(damaged.notes).toEqual([
      expect.stringMatching(/^The checkpoint can't be used: .* is damaged at its beginning/),
    ]);

    mkdirSync(join(data, 'days'));
    const floor = { columns: {}, notes: {} };
    const days = ['2026-11-22.1.floor', '2026-11-23.1.floor'].map((file, i) => [20779 + i, { file, seenAt: 0 }]);
    const about = { position: { seq: 0, event: '' }, fold: 'another', archive: { sealedBefore: 0, days } };
    writeFloor(join(data, 'checkpoint.floor'), about, floor);
    for (const name of ['2026-11-22.1', '2026-11-22.0'])
      writeFloor(join(data, `days/${name}.floor`), { day: 1 }, floor);
    const db = new DatabaseSync(join(data, 'history.db'));
    db.exec("CREATE TABLE day (day INTEGER, file TEXT); INSERT INTO day VALUES (1, '2026-11-21.1.floor')");
    db.close();
    const found = await examined(data);
    expect(found.wrong).toEqual([
      expect.stringMatching(
        /^1 day of history can't be read: days\/2026-11-23\.1\.floor is missing or damaged\. Stop the/,
      ),
    ]);
    expect(found.notes).toEqual([
      expect.stringMatching(/by another version/),
      expect.stringMatching(/^1 file in days\/ \(.* bytes\) that no checkpoint names/),
      expect.stringMatching(/^history\.db has 1 day that no checkpoint names/),
    ]);
    writeFileSync(join(data, 'history.db'), 'no database, though long enough for one '.repeat(99));
    expect((await examined(data)).wrong[1]).toMatch(/^history\.db is damaged .* remove history\.db/);
  });

  it('is quick when it is told to: quick_check, and of the events the newest', async () => {
    const data = makeLog(join(root, 'long'), 30_000);
    const { code, figures, findings } = await examined(data, '--quick');
    expect(code).toBe(0);
    expect(figures).toMatchObject({ isPartial: true, events: 20_000, quick_check: [] });
    expect(findings.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^The newest 20 000 of at most 30 000 events, /),
    );
  });

  it('ends with 130 at Ctrl-C, in the middle of a check', async () => {
    const data = makeLog(join(root, 'huge'), 20_000, 4000);
    for (let isOver = false; !isOver;) {
      const { child, ended } = startTablo(['doctor', '--data', data]);
      // SQLite's check runs in a process of its own, which ends with it.
      while (child.exitCode === null && childrenOf(child.pid).length === 0) await pause(5);
      const checks = childrenOf(child.pid);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ended;
      // On a busy machine it may have been faster.
      if (code === 0) continue;
      expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: 'Interrupted.\n' });
      expect(checks.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
      isOver = true;
    }
  });

  it('shows a way out of a damaged log that works: the backup back, then what can be read of the damaged one', async () => {
    const data = makeLog(join(root, 'rescued'), 2000);
    const backup = join(root, 'rescue.db');
    expect((await tablo(['backup', backup, '--data', data])).code).toBe(0);
    const newer = Array.from({ length: 500 }, (_, i) => queued('q', `newer ${i}`, Date.now()));
    append(
      data,
      newer.map((one) => ({ id: one.id, body: JSON.stringify(one), recordedAt: Date.now() })),
    );
    const all = idsIn(log(data));
    scribbleOn(data, 500);
    expect((await examined(data)).code).toBe(1);
    expect((await tablo(['restore', backup, '--force', '--data', data])).code).toBe(0);
    const [former] = readdirSync(data).filter((name) => /^events\.\d/.test(name));
    await tablo(['import', join(data, former), '--data', data]);
    expect(idsIn(log(data)).sort()).toEqual(all.sort());
    expect(await examined(data)).toMatchObject({
      code: 0,
      notes: expect.arrayContaining([expect.stringMatching(/is a former log/)]) as unknown,
    });
  });

  it('is what a recount of a damaged log asks for', async () => {
    const data = makeLog(join(root, 'recounted'), 2000);
    scribble(data);
    const { code, stdout, stderr } = await tablo(['recount', '--data', data]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The log is damaged \(.+\): `tablo doctor` says more, and what to do\.\n$/);
  });

  it.each([
    [['doctor', 'data'], /"data" is no option; name a data folder with --data/],
    [['doctor', '--deep'], /Unknown option '--deep'/],
  ])('%j is refused with a sentence and 2', async (args, sentence) => {
    const { code, stderr } = await tablo(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

/** Damages the page that holds the event of this place. */
function scribbleOn(folder: string, seq: number): void {
  const db = new DatabaseSync(log(folder));
  const id = String(db.prepare('SELECT id FROM event WHERE seq = ?').get(seq)?.id);
  db.close();
  const bytes = readFileSync(log(folder));
  const page = Math.floor(bytes.indexOf(`"id":"${id}"`) / 4096) * 4096;
  bytes.fill(0x55, page, page + 4096);
  writeFileSync(log(folder), bytes);
}

function childrenOf(pid: number | undefined): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}
