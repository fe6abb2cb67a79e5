// The documents of one kind (boards, playlists): those in the data folder, and behind them those that come with Tablo.
// Looked at once a second, on any file system and however an editor writes. A broken file takes nothing from a screen:
// the last good one stays.
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Problem, Result } from '#core/result.ts';
import { every, type Timers } from '../timers.ts';
import { lookInto, type Found, type Look } from './folder-look.ts';

const LOOK_MS = 1000;

export interface Document<T> {
  id: string;
  origin: 'data' | 'shipped';
  /** null: its only file can't be used, and never could */
  value: T | null;
  /** what is wrong with its file */
  problems: Problem[];
}

export interface DocumentsOptions<T> {
  /** "boards": also the folder's name */
  kind: string;
  /** the id of a single one, which lies in the folders themselves */
  only?: string;
  folders: { data: string; shipped: string };
  parse(raw: unknown): Result<T>;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** after a look that found something new */
  onChanged(): void;
}

const NOTHING: Look<never> = { documents: new Map<string, Found<never>>(), problems: [] };

export class Documents<T> {
  readonly #options: DocumentsOptions<T>;
  readonly #folders: { data: string; shipped: string };
  #data: Look<T> = NOTHING;
  #shipped: Look<T> = NOTHING;
  #served = new Map<string, Document<T>>();
  /** ids whose file was not there at the last look */
  #missing = new Set<string>();
  #looking: Promise<void> | undefined;
  #stop = (): void => {};

  constructor(options: DocumentsOptions<T>) {
    const { kind, only, folders } = options;
    this.#options = options;
    const of = (folder: string): string => (only === undefined ? join(folder, kind) : folder);
    this.#folders = { data: of(folders.data), shipped: of(folders.shipped) };
  }

  /** Resolves when all is read; from then on it looks again by itself. */
  async start(timers: Timers): Promise<void> {
    await this.#look(true);
    this.#stop = every(timers, LOOK_MS, () => void this.#lookOnce());
  }

  /**
   * For who changed a file himself: resolves when it is served.
   * @param gone id of a file that was taken away for good
   */
  async lookNow(gone?: string): Promise<void> {
    await this.#looking;
    if (gone !== undefined) this.#missing.add(gone);
    await this.#lookOnce();
  }

  #lookOnce(): Promise<void> {
    this.#looking ??= this.#look(false)
      .catch((err: unknown) => this.#options.logger.error({ err }, `${this.#options.kind} could not be looked at`))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#stop();
    await this.#looking;
  }

  get(id: string): Document<T> | undefined {
    return this.#served.get(id);
  }

  /** by id */
  all(): Document<T>[] {
    return [...this.#served.values()];
  }

  /** what can be used, by id */
  values(): Map<string, T> {
    return new Map(this.all().flatMap(({ id, value }): [string, T][] => (value === null ? [] : [[id, value]])));
  }

  /** about files that are left out, and folders that can't be read */
  get problems(): Problem[] {
    return [...this.#data.problems, ...this.#shipped.problems];
  }

  async #look(isFirst: boolean): Promise<void> {
    const { parse, onChanged, only } = this.#options;
    const before = { served: this.#served, data: this.#data, problems: this.problems };
    this.#data = await lookInto(this.#folders.data, parse, before.data.documents, only);
    this.#shipped = await lookInto(this.#folders.shipped, parse, this.#shipped.documents, only);
    this.#keepMissing(before.data.documents);
    const ids = new Set([...this.#data.documents.keys(), ...this.#shipped.documents.keys()]);
    this.#served = new Map();
    for (const id of [...ids].sort()) {
      const found = this.#data.documents.get(id);
      const former = before.served.get(id);
      const isSettled = isFirst || before.data.documents.get(id) === found;
      const served = found ? this.#choose(id, found.document, isSettled, former) : this.#shippedOne(id, former);
      if (served) this.#served.set(id, served);
    }
    if (this.#tell(before.served, before.problems) && !isFirst) onChanged();
  }

  /** Some editors take a file away for a moment: what is missing at one look only was never gone. */
  #keepMissing(before: ReadonlyMap<string, Found<T>>): void {
    const missing = [...before].filter(([id]) => !this.#data.documents.has(id));
    for (const [id, found] of missing) if (!this.#missing.has(id)) this.#data.documents.set(id, found);
    this.#missing = new Set(missing.map(([id]) => id));
  }

  /** @param isSettled false: the file was seen for the first time, and somebody may still be writing it */
  #choose(id: string, found: Result<T>, isSettled: boolean, former?: Document<T>): Document<T> | undefined {
    if (found.ok) return sameOr(former, { id, origin: 'data', value: found.value, problems: [] });
    if (!isSettled) return former;
    const kept = former?.value ? former : (this.#shippedOne(id) ?? { id, origin: 'data' as const, value: null });
    const { origin, value } = kept;
    const instead = !value ? '' : origin === 'data' ? ' The last good one stays.' : ' The shipped one is shown.';
    const { code, message, path } = found.problem;
    const problem = { code, message: `${this.#fileOf(id)} can't be used. ${message}${instead}` };
    return sameOr(former, { id, origin, value, problems: [path === undefined ? problem : { ...problem, path }] });
  }

  #shippedOne(id: string, former?: Document<T>): Document<T> | undefined {
    const found = this.#shipped.documents.get(id)?.document;
    if (!found) return undefined;
    const [value, problems] = found.ok ? [found.value, []] : [null, [found.problem]];
    return sameOr(former, { id, origin: 'shipped', value, problems });
  }

  #fileOf(id: string): string {
    return join(this.#folders.data, `${id}.json`);
  }

  /** Says once what is new. @returns whether something is */
  #tell(before: ReadonlyMap<string, Document<T>>, problems: readonly Problem[]): boolean {
    const { kind, logger } = this.#options;
    const known = new Set(problems.map(({ message }) => message));
    for (const { message } of this.problems) if (!known.has(message)) logger.warn(message);
    let isNew = before.size !== this.#served.size;
    for (const [id, one] of this.#served) {
      const former = before.get(id);
      if (former === one) continue;
      isNew = true;
      for (const { message } of one.problems) logger.warn(message);
      if (former && former.value !== one.value) logger.info(`${kind}: "${id}" was read anew (${one.origin})`);
      else if (former && one.problems.length === 0) logger.info(`${kind}: the file of "${id}" is well again`);
    }
    return isNew;
  }
}

/** What is as it was keeps its identity. */
function sameOr<T>(former: Document<T> | undefined, now: Document<T>): Document<T> {
  const isSame =
    former?.value === now.value &&
    former.origin === now.origin &&
    former.problems[0]?.message === now.problems[0]?.message;
  return isSame ? former : now;
}
