// A data folder with a log that takes a while to read: so many contacts that wait, and no checkpoint.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventLog } from '../../server/log/event-log.ts';

/** @returns how many events there are, each of a contact that waits */
export async function fillLog(folder: string, events: number, at = Date.now() - 60_000): Promise<number> {
  // The tables are the log's own.
  await (await EventLog.open(folder)).close();
  const db = new DatabaseSync(join(folder, 'events.db'));
  const time = new Date(at).toISOString();
  db.exec(`
    INSERT INTO source (n, id) VALUES (1, 'full-log');
    WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${events})
    INSERT INTO event (source, id, recorded_at, simulated, body)
    SELECT 1, 'e' || i, ${at}, 0,
      '{"specversion":"1.0","id":"e' || i || '","source":"full-log","type":"contact.queued","time":"${time}",' ||
      '"data":{"contact":"c' || i || '","visit":"v' || i || '","queue":"care"}}'
    FROM k`);
  db.close();
  return events;
}
