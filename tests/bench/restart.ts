// A server that starts again with a day of five million events behind it: how long until its numbers are true, after a
// clean stop and after kill −9, with a checkpoint and without; and that it says what it said before.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { checkpointFile, type Checkpoint } from '../../server/history/checkpoint.ts';
import { openFloor } from '../../server/history/floor-file.ts';
import { ServerProcess } from '../support/server-process.ts';
import { grouped, median, type Figure } from './figure.ts';
import { fullDay } from './full-day.ts';

const TIMES = 5;
/** after the checkpoint */
const TAIL = 20_000;
const BATCH = 2000;
/** A larger floor is written again when so many events came (server/history/keeper.ts). */
const MOST_BEHIND = 400_000;
/** Counts of this process since its start are its own. */
const OWN = ['rejected', 'skewMs', 'asOf'];

interface Restart {
  events: number;
  /** start → /readyz without a checkpoint, s */
  rebuildS: number;
  /** start → a checkpoint on disk that leaves little behind it, s */
  checkpointAfterS: number;
  /** start → /readyz, s */
  cleanS: number[];
  killedS: number[];
  /** the first answer about the past after a start: its own thread has to read the checkpoint too, s */
  firstAnswerS: number[];
  logMiB: number;
  derivedMiB: number;
  peakMiB: number;
}

export async function run(): Promise<Figure[]> {
  const of = await restarts(5_000_000);
  const perMillion = (mib: number) => (mib / of.events) * 1e6;
  const spread = (seconds: number[]) =>
    `least ${Math.min(...seconds).toFixed(1)}, most ${Math.max(...seconds).toFixed(1)} s`;
  const bare = { what: 'node starts and ends', value: median(nodeStarts()) };
  const start = (name: string, what: string, seconds: number[]): Figure => ({
    name: `restart.${name}`,
    what: `start → true numbers, ${grouped(of.events)} events, ${what}, median (${spread(seconds)})`,
    value: median(seconds),
    unit: 's',
    goal: { atMost: 3 },
    beside: bare,
  });
  return [
    start('clean', 'after a clean stop', of.cleanS),
    start('killed', 'after kill −9 with up to 100 000 events behind the checkpoint', of.killedS),
    { name: 'restart.rebuilt', what: 'the same without a checkpoint', value: of.rebuildS, unit: 's' },
    {
      name: 'restart.checkpoint',
      what: 'start without a checkpoint → there is one',
      value: of.checkpointAfterS,
      unit: 's',
    },
    {
      name: 'restart.past',
      what: `16 questions about the past, asked at once when it is ready, median (${spread(of.firstAnswerS)})`,
      value: median(of.firstAnswerS),
      unit: 's',
    },
    { name: 'restart.log', what: 'events.db, a million events', value: perMillion(of.logMiB), unit: 'MiB' },
    {
      name: 'restart.derived',
      what: 'checkpoint and what else is derived, a million events',
      value: perMillion(of.derivedMiB),
      unit: 'MiB',
    },
    { name: 'restart.memory', what: 'peak memory', value: of.peakMiB, unit: 'MiB' },
  ];
}

/** Under each start there is this one. */
const nodeStarts = (): number[] =>
  Array.from({ length: TIMES }, () => {
    const startedAt = performance.now();
    execFileSync(process.execPath, ['--eval', '0']);
    return (performance.now() - startedAt) / 1000;
  });

async function restarts(events: number): Promise<Restart> {
  const folder = await fullDay(events);
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-restart-'));
  cpSync(folder, data, { recursive: true });
  const logMiB = mib(data);
  const server = new ServerProcess({ data, env: { TABLO_CHECKPOINT_EVERY_S: '20' } });
  try {
    const rebuildS = await start(server);
    const checkpointAfterS = await checkpointed(data, server, events);
    const questions = questionsOf(Date.now());
    let said = await ask(server, questions);
    const [cleanS, killedS, firstAnswerS]: [number[], number[], number[]] = [[], [], []];
    const again = async (how: 'SIGTERM' | 'SIGKILL', seconds: number[]) => {
      await server.end(how);
      seconds.push(await start(server));
      const askedAt = performance.now();
      const now = await ask(server, questions);
      firstAnswerS.push((performance.now() - askedAt) / 1000);
      if (!isDeepStrictEqual(now, said)) throw new Error(`after ${how} the server says otherwise than before`);
    };
    for (let i = 0; i < TIMES; i++) await again('SIGTERM', cleanS);
    for (let i = 0; i < TIMES; i++) {
      await send(server, i);
      said = await ask(server, questions);
      await again('SIGKILL', killedS);
    }
    const [derivedMiB, peakMiB] = [mib(data) - mib(data, 'events.db'), server.memoryMiB('peak')];
    return {
      events,
      rebuildS,
      checkpointAfterS,
      cleanS,
      killedS,
      firstAnswerS,
      logMiB,
      derivedMiB,
      peakMiB,
    };
  } finally {
    if (server.isRunning) await server.end('SIGKILL');
    rmSync(data, { recursive: true });
  }
}

async function start(server: ServerProcess): Promise<number> {
  const startedAt = performance.now();
  await server.start();
  return (performance.now() - startedAt) / 1000;
}

/** Resolves when one is on disk that leaves little behind it, s after the start. */
async function checkpointed(data: string, server: ServerProcess, events: number): Promise<number> {
  while (events - keptAt(data) > MOST_BEHIND) await pause(100);
  return (Date.now() - server.startedAt) / 1000;
}

/** Place in the log. */
function keptAt(data: string): number {
  const opened = openFloor<Checkpoint>(checkpointFile(data));
  if (!opened.ok) return 0;
  opened.value.close();
  return opened.value.about.position.seq;
}

function questionsOf(now: number): string[] {
  const at = new Date(now - 3_600_000).toISOString();
  const from = new Date(now - 24 * 3_600_000).toISOString();
  const scopes = ['all', 'queue:tariffs', 'site:rostov', 'channel:messenger'];
  return [
    ...scopes.flatMap((scope) =>
      ['15m', 'today', '24h'].map((window) => `metrics?scope=${scope}&window=${window}&at=${at}`),
    ),
    `queues?window=today&at=${at}`,
    `agents?at=${at}`,
    `series?metric=asa&from=${from}&to=${at}&step=300`,
    `visits?from=${from}&to=${at}&limit=1000`,
  ];
}

async function ask(server: ServerProcess, questions: readonly string[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const question of questions) {
    const response = await fetch(`${server.url}/api/v1/${question}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${question}: ${text}`);
    answers.push(JSON.parse(text, (key, value: unknown) => (OWN.includes(key) ? undefined : value)));
  }
  return answers;
}

/** A tail that the checkpoint does not have, as of now. */
async function send(server: ServerProcess, round: number): Promise<void> {
  for (let from = 0; from < TAIL; from += BATCH) {
    const time = new Date().toISOString();
    const lines = Array.from({ length: BATCH }, (_, i) => {
      const id = `tail-${round}-${from + i}`;
      const data = { contact: id, visit: `${id}/1`, queue: 'tariffs', channel: 'phone' };
      return JSON.stringify({ specversion: '1.0', id, source: 'bench', type: 'contact.queued', time, data });
    });
    const headers = { 'content-type': 'application/x-ndjson' };
    const response = await fetch(`${server.url}/api/v1/events`, { method: 'POST', headers, body: lines.join('\n') });
    if (!response.ok) throw new Error(await response.text());
  }
}

/** Of files whose name begins so, those in folders too. */
function mib(folder: string, beginning = ''): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const chosen = files.filter(({ name }) => name.startsWith(beginning));
  return chosen.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1024 / 1024;
}
