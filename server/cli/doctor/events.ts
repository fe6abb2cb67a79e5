// The events of the log: what a pass over them shows, in sentences.
import type { Settings } from '../../config.ts';
import { LogReader } from '../../log/log-reader.ts';
import { extentOf, openForReading, type Extent } from '../../log/schema.ts';
import { counted, lasting, sized } from '../../pace.ts';
import type { Terminal } from '../terminal.ts';
import { EventFigures } from './event-figures.ts';
import { many, type Findings } from './findings.ts';
import { MEND } from './log-file.ts';

/** How many of the newest are looked at when it has to be quick. */
const QUICK = 20_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A shorter time tells nothing of a day. */
const LEAST_DAYS = 0.25;
/** Days of growth that should fit on the disk. */
const ROOM_DAYS = 14;

interface Asked {
  log: string;
  quick: boolean;
  isInUse: boolean;
  settings: Settings;
  /** epoch ms */
  now: number;
}

/** @throws Interrupted, what SQLite says */
export async function examineEvents(asked: Asked, found: Findings, terminal: Terminal): Promise<void> {
  const extent = extentIn(asked.log);
  const from = asked.quick && extent ? Math.max(extent.first, extent.last - QUICK + 1) : (extent?.first ?? 0);
  const figures = new EventFigures(asked.now);
  const log = new LogReader(asked.log, ({ from, to }) => {
    figures.skipTo(to ?? Infinity);
    found.wrong('events', `The log is damaged: its events ${from} to ${to ?? 'its end'} can't be read. ${MEND}.`);
  });
  terminal.progress.begin('Reading the log');
  try {
    for (const { seq, recordedAt, body } of log.after(from - 1)) {
      terminal.progress.at(seq - from, extent ? extent.last - from : undefined);
      await terminal.turn();
      figures.add(seq, recordedAt, body);
    }
  } finally {
    log.close();
    terminal.progress.end();
  }
  note(figures, asked, found);
  sayHowMuch(figures, { ...asked, places: extent ? extent.last - extent.first + 1 : figures.events }, found);
  sayUnderstood(figures, found);
  sayGaps(figures, asked, found);
  sayClock(figures, asked, found);
}

function extentIn(log: string): Extent | null {
  const db = openForReading(log);
  try {
    return extentOf(db);
  } finally {
    db.close();
  }
}

function note(figures: EventFigures, { quick }: Asked, { figures: told }: Findings): void {
  const { events, simulated, bytes, notTaken, ahead, backwards } = figures;
  Object.assign(told, {
    isPartial: quick,
    events,
    simulated,
    bytes,
    notTaken,
    notTakenFirst: figures.named,
    unknownTypes: Object.fromEntries(figures.unknownTypes),
    missing: missing(figures),
    recordedAhead: ahead,
    clockSetBack: backwards,
    firstRecordedAt: events > 0 ? time(figures.firstAt) : null,
    lastRecordedAt: events > 0 ? time(figures.lastAt) : null,
    days: Object.fromEntries([...figures.days].sort(([a], [b]) => a - b).map(([day, of]) => [dayName(day), of])),
  });
}

function sayHowMuch(figures: EventFigures, asked: Asked & { places: number }, found: Findings): void {
  const { events, simulated, firstAt, lastAt } = figures;
  if (events === 0) return found.note('events', 'The log holds no events.');
  const share = simulated === 0 ? 'none of them simulated' : `${percent(simulated / events)} of them simulated`;
  const which = asked.quick
    ? `The newest ${counted(events)} of at most ${counted(asked.places)} events`
    : many(events, 'event', counted);
  found.well('events', `${which}, ${share}, recorded from ${time(firstAt)} to ${time(lastAt)}.`);
  const days = (lastAt - firstAt) / DAY_MS;
  // What was loaded at once is no pace.
  if (days < LEAST_DAYS) return;
  // On disk an event takes what the whole file does, its index with it.
  const perEvent = (found.figures.logBytes as number) / Math.max(1, asked.places);
  const aDay = (events / days) * perEvent;
  found.figures.bytesADay = Math.round(aDay);
  found.well('growth', `About ${counted(events / days)} events a day, ${sized(aDay)} on disk.`);
  const room = (found.figures.freeBytes as number) / aDay;
  if (asked.isInUse && room < ROOM_DAYS)
    found[room < 1 ? 'wrong' : 'note'](
      'space',
      `At that pace the disk is full in ${lasting(room * 86_400)}. Free some space, or set retentionDays lower.`,
    );
}

function sayUnderstood({ notTaken, named, unknownTypes }: EventFigures, found: Findings): void {
  if (notTaken > 0) {
    const more = notTaken > named.length ? ` … and ${counted(notTaken - named.length)} more.` : '';
    const they = notTaken === 1 ? 'it is left out' : 'they are left out';
    found.wrong(
      'not_taken',
      `${many(notTaken, 'event', counted)} of the log can't be understood by this version; ${they}. ` +
        `If another version wrote them, run that one. ${named.join(' ')}${more}`,
    );
  }
  if (unknownTypes.size === 0) return;
  const types = [...unknownTypes].map(([type, n]) => `${type} (${counted(n)})`).slice(0, 10);
  found.note(
    'unknown_types',
    `Kept, and in no number, are events of types that this version does not know: ${types.join(', ')}.`,
  );
}

/** Gaps are where events were let go; none was where those in front were recorded a short while ago. */
function sayGaps(figures: EventFigures, { settings, now }: Asked, found: Findings): void {
  const keptMs = Math.min(settings.retentionDays * DAY_MS, settings.simulatedRetentionHours * HOUR_MS);
  const unexplained = figures.gaps.filter(({ recordedAt }) => recordedAt > now - keptMs);
  if (unexplained.length === 0) return;
  const n = unexplained.reduce((sum, { after, before }) => sum + before - after - 1, 0);
  const { after, before, recordedAt } = unexplained[0];
  found.wrong(
    'missing',
    `${many(n, 'event', counted)} missing that ${n === 1 ? 'was' : 'were'} too new to be let go: first behind event ` +
      `${after} (recorded ${time(recordedAt)}), up to event ${before}. Somebody has removed them: ` +
      'stop the server and add them again from a backup with `tablo import`.',
  );
}

function sayClock(figures: EventFigures, { isInUse, now }: Asked, found: Findings): void {
  const { ahead, aheadUntil, backwards, backwardsMs, lastAt, events } = figures;
  if (ahead > 0)
    found.wrong(
      'clock',
      `${many(ahead, 'event', counted)} recorded in the future, up to ${time(aheadUntil)}: this machine's clock was ahead ` +
        'then, or is behind now. Set it right (timedatectl); such events are kept for longer than the others.',
    );
  if (backwards > 0)
    found.note(
      'clock',
      `${many(backwards, 'time', counted)} an event was recorded earlier than the one before it, by up to ` +
        `${lasting(backwardsMs / 1000)}: the clock was set back.`,
    );
  if (events === 0 || ahead > 0) return;
  const age = Math.max(0, now - lastAt);
  const said = `The newest event was recorded ${lasting(age / 1000)} ago.`;
  if (isInUse && age > HOUR_MS)
    found.note('newest', `${said} A server runs: see whether its sources tell it anything.`);
  else found.well('newest', said);
}

const missing = ({ gaps }: EventFigures): number =>
  gaps.reduce((sum, { after, before }) => sum + before - after - 1, 0);
const time = (at: number): string => new Date(at).toISOString();
const dayName = (day: number): string => time(day * DAY_MS).slice(0, 10);

function percent(share: number): string {
  if (share === 1) return 'all';
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}
