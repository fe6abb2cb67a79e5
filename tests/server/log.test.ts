// The log: what was acknowledged is on disk, once, for one server at a time. What breaks is in tests/faults.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { EventLog } from '../../server/log/event-log.ts';
import { LogReader } from '../../server/log/log-reader.ts';
import { openForWriting } from '../../server/log/schema.ts';
import type { Rows } from '../../server/log/writer.ts';
import { startApp } from '../support/app.ts';
import { answered, event, get, post, queued } from '../support/events.ts';
import { testFolder, whenOver } from '../support/when-over.ts';

async function openLog(data: string): Promise<EventLog> {
  const log = await EventLog.open(data);
  whenOver(() => log.close().catch(() => {}));
  return log;
}

function rows(ids: string[], { recordedAt = 1000, simulated = false } = {}): Rows {
  return {
    sources: ids.map(() => 'test'),
    ids,
    recordedAt,
    simulated: new Uint8Array(ids.length).fill(simulated ? 1 : 0),
    bodies: ids.map((id) => JSON.stringify({ id })),
  };
}

/** What somebody else sees in the file, whatever the server says. */
function idsOnDisk(data: string): string[] {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  const ids = db
    .prepare('SELECT id FROM event ORDER BY seq')
    .all()
    .map((row) => row.id as string);
  db.close();
  return ids;
}

describe('the event log', () => {
  it('has events on disk before it acknowledges them', async () => {
    const data = testFolder();
    const log = await openLog(data);
    for (let i = 0; i < 50; i++) {
      await log.append(rows([`e${i}`]));
      expect(idsOnDisk(data).length).toBe(i + 1);
    }
  });

  it('has what HTTP acknowledged on disk when the answer comes', async () => {
    const app = await startApp();
    whenOver(() => app.close());
    const sent = Array.from({ length: 20 }, (_, i) => queued('q', `v${i}`, Date.now()));
    const { body } = await post(app.url, sent);
    expect(body.accepted).toBe(20);
    expect(idsOnDisk(app.data)).toEqual(sent.map((one) => one.id));
  });

  it('waits for the disk: commits are synchronous, in a write-ahead log', () => {
    const db = openForWriting(join(testFolder(), 'events.db'));
    // 2 = FULL: fsync before a commit counts.
    expect(db.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
    expect(db.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    db.close();
  });

  it('takes an id of one source once, in one batch, in another, and after a restart', async () => {
    const data = testFolder();
    const log = await EventLog.open(data);
    expect([...(await log.append(rows(['a', 'b', 'a'])))]).toEqual([1, 1, 0]);
    expect([...(await log.append(rows(['b', 'c'])))]).toEqual([0, 1]);
    expect([...(await log.append({ ...rows(['a']), sources: ['another'] }))]).toEqual([1]);
    await log.close();
    const again = await openLog(data);
    expect([...(await again.append(rows(['c', 'd'])))]).toEqual([0, 1]);
    expect(idsOnDisk(data)).toEqual(['a', 'b', 'c', 'a', 'd']);
  });

  it('reads events back in the order in which they were taken', async () => {
    const log = await openLog(testFolder());
    await log.append(rows(['z', 'a'], { recordedAt: 7 }));
    await log.append(rows(['m'], { recordedAt: 5 }));
    const reader = new LogReader(log.file);
    const all = [7, 7, 5].map((recordedAt, i) => {
      return { seq: i + 1, recordedAt, body: JSON.stringify({ id: ['z', 'a', 'm'][i] }) };
    });
    expect([...reader.after(0)]).toEqual(all);
    expect([...reader.after(2)]).toEqual(all.slice(2));
    expect(reader.behind(1)).toBe(2);
    expect([reader.has(reader.position(2)), reader.has({ seq: 2, event: '1 m' })]).toEqual([true, false]);
    reader.close();
  });

  it('forgets what was recorded long ago, simulated events sooner', async () => {
    const data = testFolder();
    const log = await openLog(data);
    await log.append(rows(['old'], { recordedAt: 10 }));
    await log.append(rows(['simulated'], { recordedAt: 50, simulated: true }));
    await log.append(rows(['real'], { recordedAt: 50 }));
    await log.append(rows(['new'], { recordedAt: 90, simulated: true }));
    await log.forget(20, 80);
    expect(idsOnDisk(data)).toEqual(['real', 'new']);
  });

  it('forgets what a clock that was set back recorded with what lies around it, and the newest event never', async () => {
    const data = testFolder();
    const log = await openLog(data);
    for (const [i, recordedAt] of [10, 20, 5, 30, 40, 15, 50].entries())
      await log.append(rows([`${i}`], { recordedAt, simulated: i === 3 }));
    await log.forget(25, 0);
    expect(idsOnDisk(data)).toEqual(['3', '4', '5', '6']);
    await log.forget(45, 45);
    expect(idsOnDisk(data)).toEqual(['6']);
    await log.forget(100, 100);
    expect(idsOnDisk(data)).toEqual(['6']);
  });

  it('remembers what a source asked it to', async () => {
    const data = testFolder();
    const log = await EventLog.open(data);
    expect(log.recall('pbx')).toBeNull();
    await log.remember('pbx', { offset: 1 });
    await log.remember('pbx', { offset: 2 });
    await log.close();
    expect((await openLog(data)).recall('pbx')).toEqual({ offset: 2 });
  });

  it('refuses from then on when its writer is broken, and never waits for ever', async () => {
    const data = testFolder();
    const log = await EventLog.open(data);
    const vandal = new DatabaseSync(join(data, 'events.db'));
    vandal.exec('DROP TABLE event; DROP TABLE source;');
    vandal.close();
    await expect(log.append(rows(['a']))).rejects.toThrow();
    await expect(log.append(rows(['b']))).rejects.toThrow();
    await log.close().catch(() => {});
  });

  it('does not open a file that is no log', async () => {
    const data = testFolder();
    writeFileSync(
      join(data, 'events.db'),
      'this is no database, but it is long enough to be looked at as one.'.repeat(100),
    );
    await expect(EventLog.open(data)).rejects.toThrow(/not a database/);
  });
});

describe('a data folder', () => {
  const REFUSAL = /data folder .* is in use by another Tablo; stop that one or choose another folder/;

  it('belongs to one server: a second one in the same process refuses', async () => {
    const app = await startApp();
    whenOver(() => app.close());
    await expect(startApp({ data: app.data })).rejects.toThrow(REFUSAL);
  });

  it('gives the same numbers after a restart', async () => {
    const data = testFolder();
    const at = Date.now();
    const first = await startApp({ data });
    const events = Array.from({ length: 300 }, (_, i) => [
      queued(`queue-${i % 7}`, `v${i}`, at - 600_000 + i * 1000),
      i % 3 === 0
        ? event('contact.left', at - 590_000 + i * 1100, {
            contact: `contact-v${i}`,
            visit: `v${i}`,
            reason: 'abandoned',
          })
        : answered(`v${i}`, at - 590_000 + i * 1100),
      event('agent.state', at - 300_000 + i * 500, { agent: `a${i % 20}`, state: i % 2 ? 'available' : 'contact' }),
    ]);
    expect((await post(first.url, events.flat())).body.accepted).toBe(900);
    const asked = ['metrics?window=60m', 'queues?window=30m', 'agents?'].map(
      (path) => `/api/v1/${path}&at=${new Date(at).toISOString()}`,
    );
    const ask = (url: string) =>
      Promise.all(asked.map(async (path) => (await get<Record<string, unknown>>(url, path)).body));
    const before = await ask(first.url);
    await first.close();

    const second = await startApp({ data });
    whenOver(() => second.close());
    const after = await ask(second.url);
    // How far a source's clock is off is measured anew.
    for (const answer of [before[0], after[0]])
      for (const source of answer.sources as Record<string, unknown>[]) delete source.skewMs;
    expect(after).toEqual(before);
    expect((before[0].metrics as Record<string, { value: number }>).offered.value).toBeGreaterThan(200);
  });
});
