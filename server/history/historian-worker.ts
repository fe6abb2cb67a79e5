// The historian's thread: an engine of its own that follows the log, answers what is asked about the past, and writes
// checkpoints, so that nothing of this ever makes a screen or a sender wait.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Directory } from '#core/directory.ts';
import { Engine } from '#core/engine.ts';
import type { Metric } from '#core/metric.ts';
import { API } from '../http/api.ts';
import { HttpError } from '../http/http-error.ts';
import type { IngestHealth } from '../ingest.ts';
import { LogReader } from '../log/log-reader.ts';
import { loadPlugIns } from '../plug-ins.ts';
import { sourceViews } from '../source-views.ts';
import { foldFingerprint } from './checkpoint.ts';
import { Follower } from './follower.ts';
import { Keeper } from './keeper.ts';
import { PastViews, type PastQuestion } from './past-views.ts';

export interface WorkerSettings {
  folder: string;
  log: string;
  directory: Directory;
  /** sources whose simulated events are left out */
  turnedOff: readonly string[];
  checkpointEveryS: number;
}
/** what the API is asked, with what only the live side knows */
export interface ApiQuestion {
  path: string;
  query: string;
  now: number;
  health: ReadonlyMap<string, IngestHealth>;
}
export type Question = { n: number } & (ApiQuestion | { past: PastQuestion } | { close: true });
export interface Problem {
  status: number;
  code: string;
  message: string;
  path?: string;
}
export type Reply =
  | { n: number; answer: object | null }
  | { n: number; problem: Problem }
  | { trouble: string | null }
  | { told: string };

const port = parentPort;
if (!port) throw new Error('server/history/historian-worker.ts runs as a worker of historian.ts');
const tell = (reply: Reply): void => port.postMessage(reply);

const settings = workerData as WorkerSettings;
const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));
const log = new LogReader(settings.log);
const follower = new Follower(new Engine(metrics, settings.directory), log, {
  turnedOff: settings.turnedOff,
  // The live engine tells of it.
  onFailed: () => {},
});
const keeper = new Keeper({
  folder: settings.folder,
  log,
  follower,
  fold: foldFingerprint(settings.turnedOff),
  everyMs: settings.checkpointEveryS * 1000,
});

/** The engine that knows how things stood at an instant. */
const engineAt = (at: number): Engine => follower.engine.asOf(at);
const pastViews = new PastViews(engineAt);

/** So often it looks what is new; oftener where checkpoints are to be. */
const LOOK_MS = Math.min(1000, Math.max(50, settings.checkpointEveryS * 1000));
let isClosing = false;

function answer({ path, query, now, health }: ApiQuestion): Promise<object> | object {
  const { engine } = follower;
  const sources = (at: number) => sourceViews(engine, health, at);
  return API[path].handle(new URLSearchParams(query), { engine, now: () => now, sources });
}

async function reply(question: Question): Promise<void> {
  const { n } = question;
  try {
    if ('close' in question) return await close(n);
    await catchUp();
    tell({ n, answer: 'past' in question ? pastViews.answer(question.past) : await answer(question) });
  } catch (cause) {
    tell({ n, problem: problemOf(cause) });
  }
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof HttpError) {
    const { status, code, message, path } = cause;
    return { status, code, message, ...(path === undefined ? {} : { path }) };
  }
  return { status: 500, code: 'internal', message: (cause as Error).stack ?? String(cause) };
}

let following: Promise<void> | null = null;

/** Everything that was on disk when this was called is applied when it resolves. */
async function catchUp(): Promise<void> {
  // One that is under way may have read past what is asked for, or not.
  await following?.catch(() => {});
  following = follow();
  await following;
}

async function follow(): Promise<void> {
  for (const turn of follower.catchUp()) {
    void turn;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let trouble: string | null = null;

/** What keeps a checkpoint from being written is said when it begins, and when it is over. */
function tellOnce(found: string | null): void {
  if (found !== trouble) tell({ trouble: found });
  trouble = found;
}

async function look(): Promise<void> {
  try {
    await catchUp();
    if (keeper.keepWhenDue(performance.now())) tellOnce(null);
  } catch (cause) {
    tellOnce((cause as Error).message);
  }
  if (!isClosing) setTimeout(() => void look(), LOOK_MS);
}

async function close(n: number): Promise<void> {
  isClosing = true;
  try {
    await catchUp();
    keeper.keepAtEnd();
  } finally {
    log.close();
    tell({ n, answer: null });
    port?.close();
  }
}

const problem = keeper.restore();
if (problem) tell({ told: problem });
port.on('message', (question: Question) => void reply(question));
await look();
