// Whether events can be put on disk, and since when they can't: said once when it begins and once when it is over, not
// for every batch; the log of the server may lie on the same full disk.
import type { Logger } from 'pino';
import type { SourceView } from '#core/view/floor-view.ts';
import type { LogFailure } from './log/event-log.ts';

export class DiskTrouble {
  readonly #now: () => number;
  readonly #logger: Logger;
  #code = '';
  #since = 0;
  #refused = 0;

  constructor(now: () => number, logger: Logger) {
    this.#now = now;
    this.#logger = logger;
  }

  failed({ code, message }: LogFailure): void {
    this.#refused++;
    if (this.#code === code) return;
    if (this.#code === '') this.#since = this.#now();
    this.#code = code;
    this.#logger.error(`events can't be put on disk (${message}): senders are told to send again`);
  }

  worked(): void {
    if (this.#code === '') return;
    this.#logger.warn(`events are put on disk again; ${this.#refused} batches were refused since it failed`);
    this.#code = '';
    this.#refused = 0;
  }

  /** Of a source whose events can't be taken nobody knows what it tells: it is down for all who look. */
  shownIn(views: SourceView[]): SourceView[] {
    if (this.#code === '') return views;
    return views.map((view) => (view.state === 'up' ? { ...view, state: 'down', since: this.#since } : view));
  }
}
