// A log in few words: how much it holds and up to when.
import { openForReading } from '../log/schema.ts';
import { counted } from '../pace.ts';

export interface LogDescription {
  events: number;
  /** "1 240 000 events, the newest recorded 2026-11-22T11:40:00.000Z" */
  text: string;
}

export function describeLog(file: string): LogDescription {
  const db = openForReading(file);
  try {
    const events = db.prepare('SELECT count(*) AS n FROM event').get()?.n as number;
    const newest = db.prepare('SELECT recorded_at AS at FROM event ORDER BY seq DESC LIMIT 1').get()?.at as
      number | undefined;
    const since = newest === undefined ? '' : `, the newest recorded ${new Date(newest).toISOString()}`;
    return { events, text: `${counted(events)} events${since}` };
  } finally {
    db.close();
  }
}
