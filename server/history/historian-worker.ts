// The historian's thread: an engine of its own that follows the log, answers what is asked about the past, and writes
// checkpoints, so that nothing of this ever makes a screen or a sender wait.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Aliases } from '#core/access/veil.ts';
import type { Directory } from '#core/directory.ts';
import { Engine } from '#core/engine.ts';
import type { Metric } from '#core/metric.ts';
import { createVeil } from '../access/aliases.ts';
import { API } from '../http/api.ts';
import { HttpError } from '../http/http-error.ts';
import { momentOf } from '../http/query.ts';
import type { IngestHealth } from '../ingest.ts';
import { LogReader } from '../log/log-reader.ts';
import { loadPlugIns } from '../plug-ins.ts';
import { ErasedAgents, type ErasedNotes } from '../privacy/erased-agents.ts';
import { agentsFrom } from '../privacy/past-agents.ts';
import { sourceViews } from '../source-views.ts';
import { Archive } from './archive.ts';
import { checkpointFile, foldFingerprint } from './checkpoint.ts';
import { Follower } from './follower.ts';
import { Forgetful } from './forgetful.ts';
import { Keeper } from './keeper.ts';
import { PastViews, type PastQuestion } from './past-views.ts';
import { removeRollUps } from './derived.ts';
import { DamagedRollUps } from './roll-ups.ts';
import { DamagedDay } from './shelf.ts';

export interface WorkerSettings {
  folder: string;
  log: string;
  directory: Directory;
  /** sources whose simulated events are left out */
  turnedOff: readonly string[];
  checkpointEveryS: number;
  hotDays: number;
  aliases: Aliases;
  aliasKey: string;
  simulatedRetentionHours: number;
  erased: ErasedNotes;
  agentDays: number;
  retentionDays: number;
}
/** what the API is asked, with what only the live side knows */
export interface ApiQuestion {
  path: string;
  query: string;
  now: number;
  health: ReadonlyMap<string, IngestHealth>;
}
export type Question = { n: number } & (
  | ApiQuestion
  | { past: PastQuestion }
  | { build: true }
  | { erase: ErasedNotes['hashes'] }
  | { coverSilent: number }
  | { reword: [word: string, pseudonym: string][] }
  | { close: true }
);
export interface Problem {
  status: number;
  code: string;
  message: string;
  path?: string;
}
export type Reply =
  | { n: number; answer: object | null }
  | { n: number; problem: Problem }
  /** events read so far of what is being built */
  | { n: number; done: number; of: number }
  /** what keeps the disk from taking what is derived; null = it takes it again */
  | { trouble: string | null }
  | { failed: string }
  | { told: string };

const port = parentPort;
if (!port) throw new Error('server/history/historian-worker.ts runs as a worker of historian.ts');
const tell = (reply: Reply): void => port.postMessage(reply);

const settings = workerData as WorkerSettings;
const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));
const log = new LogReader(settings.log);
const engine = new Engine(metrics, settings.directory);
const erased = new ErasedAgents(settings.erased);
const forgetful = new Forgetful(engine, erased);
const { folder, hotDays, simulatedRetentionHours } = settings;
const archive = new Archive({
  folder,
  engine,
  hotDays,
  simulatedRetentionHours,
  oldestAt: () => log.retention().before,
  erased,
});
// The live engine tells of facts that fail.
const follower = new Follower(engine, log, { turnedOff: settings.turnedOff, erased, onFailed: () => {} });
const keeper = new Keeper({
  folder,
  log,
  follower,
  archive,
  erased,
  fold: foldFingerprint(settings.turnedOff),
  everyMs: settings.checkpointEveryS * 1000,
});

const veil = createVeil(settings.aliases, settings.aliasKey, settings.directory.zone);
const newPastViews = () => new PastViews(engine, veil, () => agentsFrom(settings, log.retention().at));
let pastViews = newPastViews();

/** So often it looks what is new; oftener where checkpoints are to be. */
const LOOK_MS = Math.min(1000, Math.max(50, settings.checkpointEveryS * 1000));
let isClosing = false;
/** The log is, too. */
let isClosed = false;

function answer({ path, query, now, health }: ApiQuestion): Promise<object> | object {
  const asked = new URLSearchParams(query);
  const sources = (at: number) => sourceViews(engine, health, at);
  return API[path].handle(asked, { engine: engine.asOf(momentOf(asked) ?? now), now: () => now, sources });
}

async function reply(question: Question): Promise<void> {
  const { n } = question;
  try {
    if ('close' in question) return await close(n);
    if ('build' in question) return await build(n);
    if ('erase' in question) return erase(n, question.erase);
    if ('coverSilent' in question) return await keepWithout(n, () => forgetful.coverSilent(question.coverSilent));
    if ('reword' in question) return await keepWithout(n, () => forgetful.reword(question.reword));
    mustBeNear();
    await catchUp();
    tell({ n, answer: 'past' in question ? pastViews.answer(question.past) : await answer(question) });
  } catch (cause) {
    tell({ n, problem: problemOf(cause) });
  }
}

/** Read in a few seconds; a checkpoint is never further behind. */
const MOST_BEHIND = 500_000;

/** @throws HttpError while so much is to be read that nobody waits for it */
function mustBeNear(): void {
  const behind = log.behind(follower.seq);
  if (behind <= MOST_BEHIND) return;
  const message = `History is being read from the log, ${behind} events are still to come: ask again later.`;
  throw new HttpError(503, 'no_history', message);
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof HttpError) {
    const { status, code, message, path } = cause;
    return { status, code, message, ...(path === undefined ? {} : { path }) };
  }
  tell({ failed: `a question about the past failed: ${(cause as Error).stack ?? String(cause)}` });
  if (cause instanceof DamagedDay || cause instanceof DamagedRollUps) return beginAnew(cause);
  return { status: 500, code: 'internal', message: 'The server failed on this request; its log has the cause.' };
}

/** Without its checkpoint the next historian reads the whole log, without roll-ups it counts the days again. */
function beginAnew(cause: DamagedDay | DamagedRollUps): Problem {
  if (cause instanceof DamagedDay) rmSync(checkpointFile(folder), { force: true });
  else removeRollUps(folder);
  setImmediate(() => process.exit());
  const message = 'What is kept of the past is damaged on disk: it is being made again from the log; ask again later.';
  return { status: 503, code: 'no_history', message };
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
  const turns = follower.catchUp();
  while (!isClosed && !turns.next().done) {
    settle();
    keep();
    if (isClosing) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let trouble: string | null = null;

/** What keeps a checkpoint from being written is said when it begins, and when it is over. */
function tellOnce(found: string | null): void {
  if (found !== trouble) tell({ trouble: found });
  trouble = found;
}

/** A disk that takes nothing now may take it later. */
const AGAIN_MS = 60_000;
/** A server that was away for so long is no clock that is wrong. */
const MOST_AHEAD_MS = 31 * 86_400_000;
let settleFrom = -Infinity;

/** What was recorded while the clock was a year ahead makes nothing over. */
function plausible(recordedAt: number): number {
  const { at } = log.retention();
  return recordedAt > at + MOST_AHEAD_MS ? at : recordedAt;
}

function settle(): void {
  if (follower.recordedAt === 0 || performance.now() < settleFrom) return;
  try {
    archive.settle(plausible(follower.recordedAt), follower.seq);
  } catch (cause) {
    settleFrom = performance.now() + AGAIN_MS;
    tellOnce((cause as Error).message);
    if (cause instanceof DamagedDay) beginAnew(cause);
  }
}

function keep(): void {
  try {
    if (keeper.keepWhenDue(performance.now())) tellOnce(null);
  } catch (cause) {
    tellOnce((cause as Error).message);
  }
}

let nextLook: NodeJS.Timeout | undefined;

async function look(): Promise<void> {
  try {
    await catchUp();
    for (const slice of archive.rollUpOne(follower.recordedAt || log.newestAt())) {
      void slice;
      if (isClosing) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (cause) {
    tell({ failed: `the historian could not follow the log: ${(cause as Error).stack ?? String(cause)}` });
    if (cause instanceof DamagedDay || cause instanceof DamagedRollUps) beginAnew(cause);
  }
  if (!isClosing) nextLook = setTimeout(() => void look(), LOOK_MS);
}

const TOLD_EVERY_MS = 250;

/** Reads all that is there, and writes it down for the live engine, whatever it takes. */
async function build(n: number): Promise<void> {
  const of = log.behind(follower.seq);
  const before = follower.read;
  const progress = setInterval(() => tell({ n, done: follower.read - before, of }), TOLD_EVERY_MS);
  try {
    await catchUp();
    keeper.keep();
  } finally {
    clearInterval(progress);
  }
  tell({ n, answer: null });
}

/** From now on they are nobody, in all that is known and all that is read. */
function erase(n: number, hashes: ErasedNotes['hashes']): void {
  forgetful.erase(hashes);
  archive.shelf.replace(archive.shelf.days);
  pastViews = newPastViews();
  tell({ n, answer: null });
}

/** A checkpoint without whom it should not tell of. */
async function keepWithout(n: number, take: () => boolean): Promise<void> {
  await catchUp();
  if (take()) keeper.keep();
  tell({ n, answer: null });
}

/** What takes longer is left for the next start. */
const MOST_AT_END = 100_000;

async function close(n: number): Promise<void> {
  isClosing = log.behind(follower.seq) > MOST_AT_END;
  try {
    await catchUp();
    isClosing = true;
    keeper.keepAtEnd();
  } finally {
    isClosed = true;
    clearTimeout(nextLook);
    archive.close();
    log.close();
    tell({ n, answer: null });
    port?.close();
  }
}

const problem = keeper.restore();
if (problem) tell({ told: problem });
port.on('message', (question: Question) => void reply(question));
await look();
