// Who looked at agents by name: noted once an hour for each person and what they looked at.
import { asAudited, type Asker } from './asker.ts';
import type { Audit } from './audit.ts';

const NOTED_EVERY_MS = 3_600_000;
/** What is forgotten is noted again. */
const MOST_KEPT = 100_000;

export class NamesRead {
  readonly #audit: Pick<Audit, 'note'>;
  readonly #now: () => number;
  /** who and what → when it was noted */
  readonly #noted = new Map<string, number>();

  constructor(audit: Pick<Audit, 'note'>, now: () => number) {
    this.#audit = audit;
    this.#now = now;
  }

  /** Who looked at whom is in the audit log only from now on. */
  forget(): void {
    this.#noted.clear();
  }

  /** Only people are noted: others have no names, or are nobody that is known. @param about "agents of site:north" */
  read(asker: Asker, what: 'names-read' | 'names-exported', about: string, address: string): void {
    if (asker.kind !== 'person' || !asker.sight.names) return;
    const key = `${asker.id} ${what} ${about}`;
    const at = this.#now();
    if (at - (this.#noted.get(key) ?? -Infinity) < NOTED_EVERY_MS) return;
    if (this.#noted.size >= MOST_KEPT) this.#noted.clear();
    this.#noted.set(key, at);
    this.#audit.note({ who: asAudited(asker), what, about: about.slice(0, 300), address });
  }
}
