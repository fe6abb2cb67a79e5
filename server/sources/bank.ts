// A month of a real call centre as a source: the file of an Israeli bank's calls of 1999 (Technion), tab separated, local
// times. Plays it at once, or at a pace, at the original times or as if it began now (then marked as simulated).
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { CloudEvent } from '#core/event.ts';
import { readCalls } from '../bank/calls.ts';
import { momentsOf, type Moment } from '../bank/moments.ts';
import { createWallClock } from '../bank/wall-clock.ts';
import { defineSource, type SourceContext } from '../source.ts';

const BATCH = 2000;
const SHORTEST_SLEEP_MS = 100;
const LONGEST_SLEEP_MS = 60_000;
const REMEMBER_EVERY_MS = 10_000;

const OPTIONS = z
  .strictObject({
    file: z.string().min(1).describe('path of the file, january.txt'),
    pace: z
      .union([z.literal('at-once'), z.number().positive().max(100_000)], 'must be at-once, or how many times as fast')
      .default('at-once')
      .describe('how many times as fast as it happened'),
    zone: z.string().refine(isZone, 'is no time zone; write one like Asia/Jerusalem').default('Asia/Jerusalem'),
    site: z.string().min(1).default('bank'),
    as: z
      .enum(['original', 'now'])
      .default('original')
      .describe('now: its start is moved to now, times are those of the play'),
    from: z
      .string()
      .refine(isLocal, 'is no local time; write one like 1999-01-03 or 1999-01-03T08:00')
      .optional()
      .describe('what began earlier is left out'),
  })
  .refine(({ as, pace }) => as === 'original' || pace !== 'at-once', {
    path: ['as'],
    message: 'as "now" needs a pace, or most of the file would lie in the future; set pace to 1 or more',
  });
type Options = z.infer<typeof OPTIONS>;

/** How far which file was played; what began to be played as "now" is never played on. */
const MEMORY = z.object({ key: z.string(), playedTo: z.number() }).nullable().catch(null);

export default defineSource<Options>({
  about: "a file of a bank's calls (Technion, 1999), at once or at a pace",
  options: OPTIONS,
  gives: ['visits', 'talks', 'wraps', 'agenttime'],
  async *events(options, context) {
    const startAt = context.now();
    const asNow = options.as === 'now';
    const key = await keyOf(options);
    const memory = MEMORY.parse(context.recall());
    const moments = await read(options, context, asNow ? `${startAt.toString(36)}-` : '');
    const playedTo = !asNow && memory?.key === key ? memory.playedTo : -Infinity;
    const rest = moments.slice(firstFrom(moments, playedTo));
    if (asNow && memory) yield [closing(context.name, startAt)];
    if (asNow) await context.remember({ key, playedTo: startAt });
    const remember = (at: number) => (asNow ? Promise.resolve() : context.remember({ key, playedTo: at }));
    if (options.pace === 'at-once') yield* atOnce(rest, context);
    else yield* paced(rest, options, options.pace, context, remember);
    if (!context.signal.aborted && rest.length > 0) await remember(rest[rest.length - 1].at + 1);
  },
});

async function read(options: Options, context: SourceContext, prefix: string): Promise<Moment[]> {
  const lines = createInterface({ input: createReadStream(options.file, 'utf8'), crlfDelay: Infinity });
  const { calls, malformed } = await readCalls(lines, createWallClock(options.zone));
  if (malformed > 0)
    context.log.warn({ file: options.file, malformed }, `${malformed} rows can't be read and are left out`);
  const fromAt = originOf(options) ?? -Infinity;
  return momentsOf(
    calls.filter(({ startedAt }) => startedAt >= fromAt),
    options.site,
    prefix,
  );
}

function* atOnce(moments: readonly Moment[], context: SourceContext): Generator<CloudEvent[]> {
  for (let next = 0; next < moments.length && !context.signal.aborted; next += BATCH) {
    yield moments.slice(next, next + BATCH).map((moment) => eventOf(moment, moment.at, context.name, false));
  }
}

async function* paced(
  moments: readonly Moment[],
  options: Options,
  pace: number,
  context: SourceContext,
  remember: (at: number) => Promise<void>,
): AsyncGenerator<CloudEvent[], void, void> {
  if (moments.length === 0) return;
  const asNow = options.as === 'now';
  const startAt = context.now();
  const originAt = asNow ? (originOf(options) ?? moments[0].at) : moments[0].at;
  const dueAt = ({ at }: Moment) => startAt + (at - originAt) / pace;
  let rememberAt = startAt + REMEMBER_EVERY_MS;
  for (let next = 0; next < moments.length && !context.signal.aborted;) {
    const now = context.now();
    let end = next;
    while (end < moments.length && end - next < BATCH && dueAt(moments[end]) <= now) end++;
    if (end > next) {
      const due = moments.slice(next, end);
      yield due.map((moment) => eventOf(moment, asNow ? Math.floor(dueAt(moment)) : moment.at, context.name, asNow));
      next = end;
    } else
      await context.sleep(
        Math.min(LONGEST_SLEEP_MS, Math.max(SHORTEST_SLEEP_MS, Math.ceil(dueAt(moments[next])) - now)),
      );
    if (now < rememberAt || next === moments.length) continue;
    rememberAt = now + REMEMBER_EVERY_MS;
    await remember(moments[next].at);
  }
}

function eventOf(
  { id, type, subject, data, sequence }: Moment,
  at: number,
  source: string,
  simulated: boolean,
): CloudEvent {
  const time = new Date(at).toISOString();
  const marks = { ...(sequence && { sequence }), ...(simulated && { simulated: 'true' as const }) };
  return { specversion: '1.0', id, source, type, subject, time, ...marks, data };
}

/** What an earlier play as "now" left open is over. */
function closing(source: string, at: number): CloudEvent {
  const data = { scope: 'all', asof: new Date(at).toISOString(), complete: true, waiting: [], agents: [] };
  const moment: Moment = { at, id: `${at.toString(36)}-closing`, type: 'snapshot', subject: source, data };
  return eventOf(moment, at, source, true);
}

/** Another file, or the same one changed, is played from its beginning. */
async function keyOf({ file, zone, site, from = '' }: Options): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return JSON.stringify([file, size, mtimeMs, zone, site, from]);
}

function originOf({ from, zone }: Options): number | null {
  return from === undefined ? null : Temporal.PlainDateTime.from(from).toZonedDateTime(zone).epochMilliseconds;
}

function firstFrom(moments: readonly Moment[], at: number): number {
  const first = moments.findIndex((moment) => moment.at >= at);
  return first === -1 ? moments.length : first;
}

function isZone(zone: string): boolean {
  return succeeds(() => Temporal.PlainDateTime.from('1999-01-01').toZonedDateTime(zone));
}

function isLocal(text: string): boolean {
  return succeeds(() => Temporal.PlainDateTime.from(text));
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
