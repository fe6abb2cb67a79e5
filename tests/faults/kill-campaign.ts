// A server that is ended with kill -9 at instants nobody chose, over and over, while senders go on sending. At the end the
// log, the numbers and a recount are held against what was acknowledged.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { Engine } from '#core/engine.ts';
import { parseEvent } from '#core/event.ts';
import { loadSettings } from '../../server/config.ts';
import { recount } from '../../server/cli/recount.ts';
import { API } from '../../server/http/api.ts';
import { directoryOf } from '../../server/operator.ts';
import { newFolder } from '../support/app.ts';
import { BusyHouse } from '../support/busy-house.ts';
import { METRICS } from '../support/engine.ts';
import { get } from '../support/events.ts';
import { Outbox } from '../support/outbox.ts';
import { ServerProcess } from '../support/server-process.ts';
import { silentTerminal } from '../support/terminal.ts';

const SENDERS = 4;
const MOST_EVENTS = 60;
/** The longest life of a server that has begun to take events. */
const LIFE_MS = 1200;
/** of the kills: while the server starts */
const EARLY = 0.2;
const SETTINGS = { TABLO_DEMO: 'false', TABLO_CHECKPOINT_EVERY_S: '0.05' };

export interface Campaign {
  kills: number;
  acknowledged: number;
  /** acknowledged events that the log does not have */
  lost: number;
  /** acknowledged events that the log has more than once, or that were taken again */
  twice: number;
  /** whatever else is not as it has to be: a sentence each */
  wrong: string[];
  /** how many kills came before the server took anything, and while it wrote a checkpoint */
  hits: { start: number; checkpoint: number };
  /** of SQLite's write-ahead log, in all */
  walCheckpoints: number;
  unanswered: number;
  knownBefore: number;
  /** until the numbers are true; of an empty folder, and of the last one */
  startMs: { first: number; last: number };
  seconds: number;
}

/** @param tell hears now and then how far it is */
export async function killCampaign(kills: number, tell: (line: string) => void = () => {}): Promise<Campaign> {
  const began = performance.now();
  const data = newFolder();
  const server = new ServerProcess({ data, port: await quietPort(), env: { ...SETTINGS, TABLO_LOG_LEVEL: 'error' } });
  try {
    const first = await timed(() => server.start());
    const senders = Array.from({ length: SENDERS }, (_, i) => newSender(`switch-${i + 1}`, server.url));
    for (const sender of senders) sender.start();
    const hits = { start: 0, checkpoint: 0 };
    let checkpoints = 0;
    let usual = first;
    for (let kill = 1; kill <= kills; kill++) {
      const before = taken(senders);
      usual = await someInstant(usual, () => taken(senders) > before || !server.isRunning);
      const { code, signal } = await server.end('SIGKILL');
      if (signal !== 'SIGKILL') throw new Error(`the server ended by itself with ${code}:\n${server.output}`);
      if (taken(senders) === before) hits.start++;
      if (isFresh(join(data, 'checkpoint.floor.tmp'), server.startedAt)) hits.checkpoint++;
      checkpoints = Math.max(checkpoints, walCheckpoints(join(data, 'events.db-wal')));
      if (kill % 25 === 0) tell(`${kill} kills, ${taken(senders)} acknowledged`);
      if (kill < kills) void server.spawn();
    }
    const last = await timed(() => server.start());
    await Promise.all(senders.map((sender) => sender.stop()));
    const wrong = [...senders.flatMap(({ complaints }) => complaints), ...(await compareNumbers(server.url, senders))];
    const { code } = await server.end();
    if (code !== 0) wrong.push(`asked to end, the server ended with ${code}: ${server.output}`);
    const log = await checkLog(data, senders);
    wrong.push(...log.wrong);
    return {
      kills,
      acknowledged: taken(senders),
      lost: log.lost,
      twice: log.twice + senders.reduce((sum, { takenAgain }) => sum + takenAgain, 0),
      wrong,
      hits,
      walCheckpoints: checkpoints,
      unanswered: senders.reduce((sum, { unanswered }) => sum + unanswered, 0),
      knownBefore: senders.reduce((sum, { knownBefore }) => sum + knownBefore, 0),
      startMs: { first, last },
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await server.end('SIGKILL').catch(() => {});
    rmSync(data, { recursive: true, force: true });
  }
}

/** While the server starts, or after it has taken something. @returns how long a start takes now */
async function someInstant(startMs: number, hasTaken: () => boolean): Promise<number> {
  if (Math.random() < EARLY) {
    await pause(Math.random() * startMs);
    return startMs;
  }
  const took = await timed(async () => {
    while (!hasTaken()) await pause(5);
  });
  await pause(Math.random() * LIFE_MS);
  return took;
}

function newSender(name: string, url: string): Outbox {
  const house = new BusyHouse(name);
  return new Outbox({
    url,
    next: () => house.next(1 + Math.floor(Math.random() * MOST_EVENTS), Date.now()),
    pauseMs: () => Math.random() * 80,
  });
}

const taken = (senders: Outbox[]): number => senders.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** A free port below those that the system gives to clients: a server that is away keeps it. */
async function quietPort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

function isFresh(file: string, since: number): boolean {
  return existsSync(file) && statSync(file).mtimeMs >= since;
}

/** How often SQLite has begun its write-ahead log anew, each time after a checkpoint: its header counts. */
function walCheckpoints(file: string): number {
  if (!existsSync(file) || statSync(file).size < 32) return 0;
  return readFileSync(file).readUInt32BE(12);
}

const SCOPES = ['all', 'queue:care', 'queue:network', 'site:site-1', 'channel:phone'];
const QUESTIONS = [
  ...SCOPES.flatMap((scope) =>
    ['60m', 'today', '24h'].map((window) => `/api/v1/metrics?scope=${scope}&window=${window}`),
  ),
  '/api/v1/queues?window=24h',
  '/api/v1/agents?scope=all',
];

/** The live engine's and the historian's numbers against those of an engine that heard each acknowledged event once. */
async function compareNumbers(url: string, senders: Outbox[]): Promise<string[]> {
  const engine = newEngine();
  const now = Date.now();
  for (const event of senders.flatMap(({ acknowledged }) => acknowledged)) {
    const fact = parseEvent(event, now);
    if (fact.ok) engine.apply(fact.value);
  }
  const at = new Date(now).toISOString();
  const wrong: string[] = [];
  for (const question of QUESTIONS.flatMap((live) => [live, `${live}&at=${at}`])) {
    const { status, body } = await get<{ asOf: string }>(url, question);
    const [path, query] = question.split('?');
    const context = { engine, now: () => Date.parse(body.asOf), sources: () => [] };
    const expected = status === 200 ? await API[path].handle(new URLSearchParams(query), context) : null;
    if (essence(body) !== essence(expected))
      wrong.push(`${question}: ${essence(body)} instead of ${essence(expected)}`);
  }
  return wrong;
}

function newEngine(): Engine {
  return new Engine(METRICS, directoryOf(loadSettings([], SETTINGS), [], METRICS));
}

/** Without what one run of the server knows of its sources. */
const essence = (answer: object | null): string =>
  JSON.stringify(answer, (key, value: unknown) => (key === 'sources' ? undefined : value)).slice(0, 2000);

async function checkLog(data: string, senders: Outbox[]): Promise<{ lost: number; twice: number; wrong: string[] }> {
  const wrong: string[] = [];
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  const [{ integrity_check: health }] = db.prepare('PRAGMA integrity_check').all();
  if (health !== 'ok') wrong.push(`PRAGMA integrity_check says: ${String(health)}`);
  const found = new Map<string, number>();
  for (const row of db.prepare('SELECT s.id AS source, e.id FROM event e JOIN source s ON s.n = e.source').iterate()) {
    const key = `${row.source as string} ${row.id as string}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  db.close();
  let [lost, twice] = [0, 0];
  for (const { source, id } of senders.flatMap(({ acknowledged }) => acknowledged)) {
    const times = found.get(`${source} ${id}`) ?? 0;
    if (times === 0) lost++;
    if (times > 1) twice++;
  }
  if (found.size !== taken(senders))
    wrong.push(`the log has ${found.size} events, ${taken(senders)} were acknowledged`);
  const { terminal, lines } = silentTerminal();
  const code = await recount(['--data', data], SETTINGS, terminal);
  if (code !== 0) wrong.push(`tablo recount says: ${lines().at(-1)}`);
  return { lost, twice, wrong };
}
