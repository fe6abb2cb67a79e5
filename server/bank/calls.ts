// Rows of the bank's file → calls with instants. The file's dirt stays visible: service that begins before the wait ends
// stays so; only rows that can't be read at all are left out, and counted.
import type { WallClock } from './wall-clock.ts';

export interface Call {
  /** date, line and number: unique in the file */
  id: string;
  /** yymmdd */
  date: string;
  queue: string;
  priority: number;
  /** the voice unit's part; epoch ms, as all instants here */
  startedAt: number;
  unitEndedAt: number;
  /** null: never in the queue */
  queuedAt: number | null;
  /** null: not served; then `leftAt` is when the caller hung up */
  answeredAt: number | null;
  endedAt: number | null;
  leftAt: number | null;
  server: string | undefined;
}

export interface FileOfCalls {
  calls: Call[];
  malformed: number;
}

const COLUMNS = 17;
const HALF_DAY_S = 43_200;
const CLOCK = /^(\d{1,2}):([0-5]\d):([0-5]\d)$/;
const DATE = /^\d{6}$/;

export async function readCalls(lines: AsyncIterable<string>, wallClock: WallClock): Promise<FileOfCalls> {
  const file: FileOfCalls = { calls: [], malformed: 0 };
  for await (const line of lines) {
    if (line.trim() === '' || line.startsWith('vru+line\t')) continue;
    const columns = line.split('\t');
    // no call: the voice unit noted something, but nobody was there
    if (columns.length === COLUMNS && columns[12] === 'PHANTOM') continue;
    const call = columns.length === COLUMNS ? callOf(columns, wallClock) : null;
    if (call) file.calls.push(call);
    else file.malformed++;
  }
  return file;
}

function callOf(columns: readonly string[], wallClock: WallClock): Call | null {
  const [line, number, , priority, queue, date, unitEntry, unitExit, , queueStart, queueExit, , outcome] = columns;
  const [serviceStart, serviceExit, , server] = columns.slice(13);
  const isoDate = isoDateOf(date);
  const entryS = secondsOf(unitEntry);
  const clocks = [unitExit, queueStart, queueExit, serviceStart, serviceExit].map(secondsOf);
  if (
    isoDate === null ||
    entryS === null ||
    clocks.includes(null) ||
    queue === '' ||
    !Number.isInteger(Number(priority))
  )
    return null;
  // 0:00:00 says that it did not happen; what lies half a day before the start was after midnight
  const [unitEndedAt, queuedAt, queueEndedAt, answeredAt, endedAt] = (clocks as number[]).map((seconds) =>
    seconds === 0 ? null : wallClock(isoDate, seconds < entryS - HALF_DAY_S ? seconds + 2 * HALF_DAY_S : seconds),
  );
  const startedAt = wallClock(isoDate, entryS);
  const base = {
    id: `${date}-${line}-${number}`,
    date,
    queue,
    priority: Number(priority),
    startedAt,
    unitEndedAt: unitEndedAt ?? startedAt,
    server: server === 'NO_SERVER' ? undefined : server,
  };
  if (outcome !== 'AGENT')
    return {
      ...base,
      queuedAt,
      answeredAt: null,
      endedAt: null,
      leftAt: queuedAt === null ? null : (queueEndedAt ?? queuedAt),
    };
  const answered = answeredAt ?? queueEndedAt ?? base.unitEndedAt;
  return {
    ...base,
    queuedAt: queuedAt ?? base.unitEndedAt,
    answeredAt: answered,
    endedAt: endedAt ?? answered,
    leftAt: null,
  };
}

/** yymmdd → 19yy-mm-dd; null for a day that never was */
function isoDateOf(text: string): string | null {
  if (!DATE.test(text)) return null;
  const iso = `19${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`;
  const at = Date.parse(iso);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? null : iso;
}

function secondsOf(text: string): number | null {
  const clock = CLOCK.exec(text);
  return clock && Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
}
