// The historian as the rest of the server sees it: somebody in another thread who is asked about the past.
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { HttpError } from '../http/http-error.ts';
import type { IngestHealth } from '../ingest.ts';
import type { Question, Reply, WorkerSettings } from './historian-worker.ts';
import type { ErasedNotes } from '../privacy/erased-agents.ts';
import type { PastAnswer, PastQuestion } from './past-views.ts';

type WithoutNumber<Q> = Q extends unknown ? Omit<Q, 'n'> : never;
interface Waiting {
  /** events read so far of what is being built */
  onProgress?: ((done: number, of: number) => void) | undefined;
  resolve(answer: object | null): void;
  reject(error: Error): void;
}

interface Surroundings {
  /** what only the live side knows of the sources */
  health(): ReadonlyMap<string, IngestHealth>;
  logger: Logger;
}

const GONE = 'The part of the server that knows the past has ended; it starts again in a moment.';
const AGAIN_MS = 2000;
const ENDS_WITHIN_MS = 5000;

export class Historian {
  readonly #settings: WorkerSettings;
  readonly #around: Surroundings;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;
  #isClosing = false;

  constructor(settings: WorkerSettings, around: Surroundings) {
    this.#settings = settings;
    this.#around = around;
  }

  /** Begins to follow the log. When it ends by itself it begins anew. */
  start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./historian-worker.ts', import.meta.url), { workerData: this.#settings });
    worker.on('message', (reply: Reply) => this.#receive(reply));
    worker.on('error', (error) => this.#around.logger.error({ err: error }, 'the historian failed'));
    worker.on('exit', () => this.#ended(worker));
    return (this.#worker = worker);
  }

  /**
   * What the API says to a question about the past, after everything that was acknowledged before it.
   * @throws HttpError as the API would
   */
  async answer(path: string, query: string, now: number): Promise<object> {
    return (await this.#ask({ path, query, now, health: this.#around.health() })) as object;
  }

  /**
   * The next frames of a view of the past, after everything that was acknowledged before it.
   * @throws HttpError when nothing is kept of that moment
   */
  async view(past: PastQuestion): Promise<PastAnswer> {
    return (await this.#ask({ past })) as PastAnswer;
  }

  /** Reads the whole log and writes a checkpoint. @throws HttpError when it could not be */
  async build(onProgress: (done: number, of: number) => void): Promise<void> {
    await this.#ask({ build: true }, onProgress);
  }

  /** They are nobody from now on, whatever is asked. */
  async erase(hashes: ErasedNotes['hashes']): Promise<void> {
    this.#settings.erased.hashes.push(...hashes);
    await this.#ask({ erase: hashes });
  }

  /** Who has left before an instant is known by id no more, here and in the checkpoint. @throws HttpError */
  async coverSilent(before: number): Promise<void> {
    await this.#ask({ coverSilent: before });
  }

  /**
   * Writes a checkpoint without these words, and takes away what it needs no more.
   * @throws HttpError when it could not be
   */
  async reword(words: [word: string, pseudonym: string][]): Promise<void> {
    await this.#ask({ reword: words });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    await this.#ask({ close: true }).catch(() => {});
    // It ends by itself: it is not cut off in the midst of what it does with the disk.
    const limit = setTimeout(() => void worker.terminate(), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(limit);
  }

  #ask(question: WithoutNumber<Question>, onProgress?: (done: number, of: number) => void): Promise<object | null> {
    const n = this.#next++;
    this.start().postMessage({ ...question, n });
    return new Promise((resolve, reject) => this.#waiting.set(n, { resolve, reject, onProgress }));
  }

  #receive(reply: Reply): void {
    if ('trouble' in reply) return this.#tell(reply.trouble);
    if ('failed' in reply) return this.#around.logger.error(reply.failed);
    if ('told' in reply) return this.#around.logger.info(`checkpoint not used by the historian: ${reply.told}`);
    const waiting = this.#waiting.get(reply.n);
    if ('done' in reply) return waiting?.onProgress?.(reply.done, reply.of);
    this.#waiting.delete(reply.n);
    if ('answer' in reply) return waiting?.resolve(reply.answer);
    const { status, code, message, path } = reply.problem;
    waiting?.reject(new HttpError(status, code, message, path === undefined ? {} : { path }));
  }

  #tell(trouble: string | null): void {
    const { logger } = this.#around;
    if (trouble === null) logger.info('checkpoints are written again');
    else logger.error(`no checkpoint can be written (${trouble}): the next start takes longer, nothing is lost`);
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (!this.#isClosing) setTimeout(() => this.#isClosing || this.start(), AGAIN_MS).unref();
    for (const { reject } of this.#waiting.values()) reject(new HttpError(503, 'no_history', GONE));
    this.#waiting.clear();
  }
}
