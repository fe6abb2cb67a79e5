// Erases agents: who is asked for is nobody at once in all that is told, and then, in the background, in all that is kept. The
// journal says who is not gone yet; a start takes it up again.
import type { Logger } from 'pino';
import { withoutWords } from '#core/access/without-agents.ts';
import type { Audit } from '../access/audit.ts';
import type { EventLog } from '../log/event-log.ts';
import type { ErasedFrom } from './erase-files.ts';
import type { ErasedAgents, ErasedNotes } from './erased-agents.ts';
import type { Erasure, Erasures } from './erasures.ts';
import { startFolderThread, type FolderThread } from './folder-thread.ts';
import { isInFile, restsOf } from './rests.ts';

/** What tells of people while it runs, and can't be written otherwise behind its back. */
export interface Telling {
  /** From now on they are nobody. */
  erase(hashes: ErasedNotes['hashes']): Promise<void>;
  /** What it keeps on disk is as it is now, without these words. */
  reword(words: [word: string, pseudonym: string][]): Promise<void>;
}

export interface EraserOptions {
  folder: string;
  log: EventLog;
  erased: ErasedAgents;
  erasures: Erasures;
  audit: Audit;
  floors: Telling;
  /** texts that people wrote */
  texts: readonly { reword(reword: (text: string) => string): Promise<void> }[];
  logger: Pick<Logger, 'info' | 'error'>;
}

/** How far an erasure is. */
export interface ErasureView extends Pick<Erasure, 'pseudonym' | 'askedAt' | 'doneAt'> {
  /** places of the log that are read, of so many */
  progress: { done: number; of: number };
  /** where they may still be told of, and what to do; known when it is done */
  rests: string[];
  /** why it is not done yet, and is tried again */
  problem: string | null;
}
type Known = Pick<ErasureView, 'progress' | 'rests' | 'problem'>;

/** Under this name the log keeps who is erased from it: one that was put back is told from it. */
const ERASED = 'tablo/erased';
const LOOK_MS = 1000;
const AGAIN_MS = 60_000;
const BUSY_AGAIN_MS = 200;
const MOST_BUSY = 50;

export class Eraser {
  readonly #options: EraserOptions;
  readonly #known = new Map<string, Known>();
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #thread: FolderThread<ErasedFrom> | null = null;
  #isStopped = false;
  #again = -Infinity;

  constructor(options: EraserOptions) {
    this.#options = options;
  }

  /** Looks from now on who is to be erased, by whoever asked. */
  start(): void {
    this.#compareLog();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  /** What is under way is taken up again at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#thread?.end();
    await this.#running;
  }

  /**
   * Nobody hears of them any more when it resolves; on disk that they are to go.
   * @param names by which they are told
   */
  async ask(agent: string, names: readonly string[]): Promise<ErasureView> {
    const asked = this.#options.erasures.ask(agent, names);
    this.#known.delete(asked.pseudonym);
    await this.#hide(asked);
    this.#look();
    return this.#view(asked);
  }

  /** The latest first. */
  all(): ErasureView[] {
    return this.#options.erasures.all().map((one) => this.#view(one));
  }

  /** Resolves when nobody is left to be erased, or could be. */
  async idle(): Promise<void> {
    this.#look();
    while (this.#running) await this.#running;
  }

  #view({ pseudonym, askedAt, doneAt }: Erasure): ErasureView {
    return { pseudonym, askedAt, doneAt, ...(this.#known.get(pseudonym) ?? NOTHING_KNOWN) };
  }

  /** A log that does not say that they are erased from it may be one from before. */
  #compareLog(): void {
    const { erasures, log } = this.#options;
    const erased = new Set((log.recall(ERASED) as string[] | null) ?? []);
    for (const { pseudonym, doneAt } of erasures.all())
      if (doneAt !== null && !erased.has(pseudonym)) erasures.lookAgain(pseudonym);
  }

  #look(): void {
    if (this.#running || this.#isStopped || performance.now() < this.#again) return;
    const [first] = this.#options.erasures.pending();
    if (!first) return;
    this.#running = this.#erase(first)
      .catch((error: unknown) => this.#failed(first, error))
      .finally(() => (this.#running = null))
      .then(() => this.#look());
  }

  #failed({ pseudonym }: Erasure, error: unknown): void {
    if (this.#isStopped) return;
    const problem = (error as Error).message;
    this.#know(pseudonym, { problem });
    this.#again = performance.now() + AGAIN_MS;
    this.#options.logger.error(
      { err: error },
      `the erasure of ${pseudonym} is not done; it is tried again in a minute`,
    );
  }

  #know(pseudonym: string, more: Partial<Known>): void {
    this.#known.set(pseudonym, { ...(this.#known.get(pseudonym) ?? NOTHING_KNOWN), ...more });
  }

  /** Also where somebody else has asked for it, as the command line. */
  async #hide({ hash, pseudonym }: Erasure): Promise<void> {
    const { erased, log, floors } = this.#options;
    erased.add(hash, pseudonym);
    // What was on its way then is in the log, and known.
    await log.settled();
    await floors.erase([[hash, pseudonym]]);
  }

  async #erase(erasure: Erasure): Promise<void> {
    const { erasures, log, floors, logger, folder } = this.#options;
    const { pseudonym } = erasure;
    const startedAt = performance.now();
    this.#know(pseudonym, { problem: null });
    await this.#hide(erasure);
    const found = await this.#eraseFromFiles(erasure);
    const words = wordsOf(found);
    await this.#reword(words, pseudonym);
    await floors.reword(words.map((word) => [word, pseudonym]));
    await this.#scrub(words);
    this.#know(pseudonym, { rests: restsOf(folder, words) });
    erasures.done(pseudonym);
    const done = erasures.all().filter(({ doneAt }) => doneAt !== null);
    await log.remember(
      ERASED,
      done.map((one) => one.pseudonym),
    );
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    logger.info({ events: found.events, days: found.days, seconds }, `${pseudonym} is erased`);
  }

  async #eraseFromFiles({ pseudonym, agent, names }: Erasure): Promise<ErasedFrom> {
    const { folder, log, erased, erasures } = this.#options;
    const task = { folder, log: log.file, erased: erased.notes, pseudonym, agent, names };
    this.#thread = startFolderThread<ErasedFrom>(task, {
      found: (id, told) => Promise.resolve(erasures.found(pseudonym, id, told)),
      rewrite: (rows) => log.rewrite(rows),
      tell: (done, of) => this.#know(pseudonym, { progress: { done, of } }),
    });
    return this.#thread.finished.finally(() => (this.#thread = null));
  }

  async #reword(words: readonly string[], pseudonym: string): Promise<void> {
    const { texts, audit } = this.#options;
    const known = new Map(words.map((word) => [word, pseudonym]));
    for (const one of texts) await one.reword((text) => withoutWords(text, known));
    audit.reword((about) => withoutDay(withoutWords(about, known), known));
  }

  /** Nothing of what was written otherwise is left in the file; what an older Tablo removed may be. */
  async #scrub(words: readonly string[]): Promise<void> {
    const { log } = this.#options;
    await this.#scrubbed('fold');
    if (await isInFile(log.file, words)) await this.#scrubbed('vacuum');
  }

  async #scrubbed(how: 'fold' | 'vacuum'): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#options.log.scrub(how);
      } catch (cause) {
        if ((cause as { code?: string }).code !== 'busy' || tries === MOST_BUSY || this.#isStopped) throw cause;
        await new Promise((resolve) => setTimeout(resolve, BUSY_AGAIN_MS));
      }
    }
  }
}

const NOTHING_KNOWN: Known = { progress: { done: 0, of: 0 }, rests: [], problem: null };

const wordsOf = ({ agent, names }: ErasedFrom): string[] => (agent === null ? [] : [agent, ...names]);

/** As the audit log tells of a look at somebody's day, whose id may be a short one. */
function withoutDay(about: string, words: ReadonlyMap<string, string>): string {
  const pseudonym = about.startsWith(DAY_OF) ? words.get(about.slice(DAY_OF.length)) : undefined;
  return pseudonym === undefined ? about : DAY_OF + pseudonym;
}
const DAY_OF = 'day of ';
