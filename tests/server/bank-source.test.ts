// The bank's file as a source: the same counts as a plain recount, its dirt kept, its zone, its pace.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEvent, type CloudEvent } from '#core/event.ts';
import bank from '../../server/sources/bank.ts';
import { createTestContext, play, type TestContext } from '../support/source-context.ts';

const FILE = fileURLToPath(new URL('../fixtures/bank/bank-day.txt', import.meta.url));
const NOW = Date.UTC(2025, 5, 4, 9, 0);
const MINUTE = 60_000;
const HEADER =
  'vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver';

const folder = mkdtempSync(join(tmpdir(), 'bank-'));
afterAll(() => rmSync(folder, { recursive: true }));

const context = () => createTestContext('bank', NOW);
const at = ({ time }: CloudEvent) => Date.parse(time);
const of = (events: CloudEvent[], type: string) => events.filter((event) => event.type === type);
const rows = readFileSync(FILE, 'utf8')
  .split(/\r?\n/)
  .slice(1)
  .map((row) => row.split('\t'));
const real = rows.filter((row) => row.length === 17 && row[12] !== 'PHANTOM');

async function all(options: object, to: TestContext = context()): Promise<CloudEvent[]> {
  return (await play(bank, { file: FILE, ...options }, to)).flat();
}

/** A file of one row a call: unit, queue and service times, server. */
function fileOf(date: string, calls: [string, string, string, string, string, string, string][]): string {
  const file = join(folder, `${date}-${calls.length}-${Math.abs(calls.flat().join().length)}.txt`);
  const lines = calls.map(([entry, exit, from, to, start, end, server], number) =>
    ['AA0101', number + 1, 0, 1, 'PS', date, entry, exit, 5, from, to, 9, 'AGENT', start, end, 9, server].join('\t'),
  );
  writeFileSync(file, [HEADER, ...lines].join('\n'));
  return file;
}

describe('the source bank', () => {
  it('counts as a plain recount of the rows does', async () => {
    const events = await all({});
    const answered = real.filter((row) => row[12] === 'AGENT');
    const hungUpInUnit = real.filter((row) => row[12] === 'HANG' && row[9] === '0:00:00');
    const hungUpWaiting = real.filter((row) => row[12] === 'HANG' && row[9] !== '0:00:00');
    expect(answered.length).toBeGreaterThan(150);
    expect(of(events, 'contact.started').length).toBe(real.length);
    expect(of(events, 'contact.answered').length).toBe(answered.length);
    expect(of(events, 'contact.left').length).toBe(hungUpWaiting.length);
    expect(of(events, 'contact.queued').length).toBe(answered.length + hungUpWaiting.length);
    expect(of(events, 'contact.ended').length).toBe(real.length);
    const outcomes = of(events, 'assistant.ended').map(({ data }) => (data as { outcome: string }).outcome);
    expect(outcomes.filter((outcome) => outcome === 'left').length).toBe(hungUpInUnit.length);
  });

  it('is in time order, good, and the same every time', async () => {
    const events = await all({});
    expect(events.every((event, i) => i === 0 || at(events[i - 1]) <= at(event))).toBe(true);
    expect(events.every((event) => parseEvent(event, NOW).ok)).toBe(true);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.some(({ simulated }) => simulated)).toBe(false);
    expect(JSON.stringify(await all({}))).toBe(JSON.stringify(events));
  });

  it('keeps service that begins before the wait ends, waits over midnight and calls without a server', async () => {
    const events = await all({});
    const early = real.filter(
      (row) => row[9] !== '0:00:00' && row[12] === 'AGENT' && row[13] < row[10] && row[13].length === row[10].length,
    );
    expect(early.length).toBeGreaterThan(20);
    const [row] = early;
    const id = `${row[5]}-${row[0]}-${row[1]}/contact.answered`;
    const answered = events.find((event) => event.id === id) as CloudEvent;
    expect(answered.time).toBe(new Date(Date.parse(`1999-01-09T${row[13].padStart(8, '0')}+02:00`)).toISOString());
    const midnight = events.find(({ id }) => id === '990109-AA0213-12511/contact.answered') as CloudEvent;
    expect(midnight.time).toBe('1999-01-09T22:00:03.000Z');
    const nobody = real.filter((row) => row[12] === 'AGENT' && row[16] === 'NO_SERVER').length;
    expect(nobody).toBeGreaterThan(5);
    expect(of(events, 'contact.answered').filter(({ data }) => !('agent' in data)).length).toBe(nobody);
  });

  it('leaves out what is no call, and says how many rows it could not read', async () => {
    const file = join(folder, 'dirt.txt');
    const good = real[0].join('\t');
    const wrong = [real[1].with(6, '25:61:00'), real[1].with(5, '990231'), real[1].slice(0, 9)];
    writeFileSync(file, [HEADER, good, ...wrong.map((row) => row.join('\t')), '', 'garbage'].join('\r\n'));
    const to = context();
    expect(of(await all({ file }, to), 'contact.started').length).toBe(1);
    expect(to.warnings).toMatchObject([{ malformed: 4 }]);
    const day = context();
    await all({}, day);
    expect(day.warnings).toMatchObject([{ malformed: 1 }]);
  });

  it('says who is in contact until the last of overlapping calls ends, and who is gone after the last of the day', async () => {
    const none = ['0:00:00', '0:00:00'] as const;
    const file = fileOf('990105', [
      ['9:00:00', '9:00:10', ...none, '9:00:10', '9:05:00', 'TOVA'],
      ['9:01:00', '9:01:10', ...none, '9:04:00', '9:06:00', 'TOVA'],
      ['9:10:00', '9:10:10', ...none, '9:10:10', '9:11:00', 'TOVA'],
    ]);
    const states = of(await all({ file }), 'agent.state').map(({ time, data }) => [
      time.slice(11, 19),
      (data as { state: string }).state,
    ]);
    expect(states).toEqual([
      ['07:00:10', 'contact'],
      ['07:06:00', 'available'],
      ['07:10:10', 'contact'],
      ['07:11:00', 'offline'],
    ]);
  });

  it('knows the summer time of the zone', async () => {
    const august = fileOf('990805', [['9:00:00', '9:00:10', '9:00:10', '9:00:20', '9:00:20', '9:05:00', 'TOVA']]);
    const started = of(await all({ file: august }), 'contact.started');
    expect(started[0].time).toBe('1999-08-05T06:00:00.000Z');
    const [other] = of(await all({ file: august, zone: 'UTC' }), 'contact.started');
    expect(other.time).toBe('1999-08-05T09:00:00.000Z');
  });

  it('plays at a pace: each call when its time has come, at its original time', async () => {
    const to = context();
    const whole = await all({});
    const seen: CloudEvent[] = [];
    await play(bank, { file: FILE, pace: 60 }, to, (batches) => {
      const batch = batches[batches.length - 1];
      seen.push(...batch);
      const playedMs = (to.now() - NOW) * 60;
      expect(batch.every((event) => at(event) - at(whole[0]) <= playedMs)).toBe(true);
      return false;
    });
    expect(seen).toEqual(whole);
    const lengthMs = at(whole[whole.length - 1]) - at(whole[0]);
    expect(to.now() - NOW).toBeGreaterThanOrEqual(lengthMs / 60);
    expect(to.now() - NOW).toBeLessThan(lengthMs / 60 + 1000);
  });

  it('moves a chosen start to now and compresses the times to those of the play, marked as simulated', async () => {
    const to = context();
    const options = { pace: 10, as: 'now', from: '1999-01-09T20:00' };
    const played: CloudEvent[] = [];
    await play(bank, { file: FILE, ...options }, to, (batches) => {
      played.push(...batches[batches.length - 1]);
      expect(played.every((event) => at(event) <= to.now() && event.simulated === 'true')).toBe(true);
      return false;
    });
    const original = await all({ from: '1999-01-09T20:00' });
    const origin = Date.parse('1999-01-09T18:00:00Z');
    expect(played.map(at)).toEqual(original.map((event) => Math.floor(NOW + (at(event) - origin) / 10)));
    expect(played.filter(({ id }) => original.some((other) => other.id === id))).toEqual([]);
  });

  it('closes what an earlier play as now left open', async () => {
    const first = context();
    const options = { pace: 60, as: 'now' };
    await play(bank, { file: FILE, ...options }, first, (batches) => batches.length === 20);
    const second = createTestContext('bank', first.now() + MINUTE, first.remembered);
    const [[closing]] = await play(bank, { file: FILE, ...options }, second, () => true);
    expect(closing).toMatchObject({
      type: 'snapshot',
      data: { scope: 'all', complete: true, waiting: [], agents: [] },
    });
    expect(at(closing)).toBe(first.now() + MINUTE);
  });

  it('goes on after a restart where it was, and does not play a file again that was played to its end', async () => {
    const whole = await all({});
    const first = context();
    const before = (await play(bank, { file: FILE, pace: 60 }, first, () => first.now() > NOW + 10 * MINUTE)).flat();
    const second = createTestContext('bank', first.now(), first.remembered);
    const after = await all({ pace: 'at-once' }, second);
    expect(after.length).toBeLessThan(whole.length);
    expect(new Set([...before, ...after].map(({ id }) => id)).size).toBe(whole.length);
    const third = createTestContext('bank', second.now(), second.remembered);
    expect(await all({}, third)).toEqual([]);
    expect((await all({ site: 'another' }, third)).length).toBe(whole.length);
  });

  it('stops when it has to', async () => {
    const to = context();
    const batches = await play(bank, { file: FILE, pace: 1 }, to, (all) => {
      if (all.length === 3) to.stop();
      return false;
    });
    expect(batches.length).toBe(3);
  });

  it('refuses settings that make no sense', () => {
    const problem = (options: object) =>
      bank.options.safeParse({ file: FILE, ...options }).error?.issues[0].path.join('.');
    expect(problem({ as: 'now' })).toBe('as');
    expect(problem({ zone: 'Mars/Base' })).toBe('zone');
    expect(problem({ from: 'yesterday' })).toBe('from');
    expect(problem({ pace: 0 })).toBe('pace');
    expect(problem({ as: 'now', pace: 1, from: '1999-01-03' })).toBeUndefined();
  });
});
