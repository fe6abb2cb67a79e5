// Which rows the table shows and in which order, from frame to frame: an order that keeps calm, and stands still on demand.
import type { QueueRow } from '#core/view/floor-view.ts';
import { parseOrder, sortQueues } from './queue-sort.ts';
import { searcher } from './queue-search.ts';

/** Rows that overtake each other do so at most this often; a change of level moves them at once. */
export const CALM_MS = 3_000;

export interface Wish {
  /** as in the address */
  sort: string;
  q: string;
  alarmed: boolean;
  frozen: boolean;
  language: string;
}

export const isAlarmed = ({ level }: Pick<QueueRow, 'level'>): boolean => level === 'look' || level === 'act';

export class RowOrder {
  #ids: readonly string[] = [];
  #asked = '';
  #levels = '';
  #slot = NaN;

  /**
   * While frozen neither order nor choice of rows changes: what is new comes last.
   * @param asOf epoch ms @returns the rows as they are now
   */
  arrange(rows: readonly QueueRow[], wish: Wish, asOf: number): QueueRow[] {
    const { sort, q, alarmed, frozen, language } = wish;
    const asked = JSON.stringify([sort, q, alarmed, language]);
    const isAskedAnew = asked !== this.#asked;
    if (isAskedAnew || !frozen || this.#ids.length === 0) {
      const levels = rows.map(({ id, level }) => `${level} ${id}`).join('\n');
      const slot = Math.floor(asOf / CALM_MS);
      if (isAskedAnew || levels !== this.#levels || slot !== this.#slot) {
        [this.#asked, this.#levels, this.#slot] = [asked, levels, slot];
        this.#ids = sortQueues(chosen(rows, q, alarmed), parseOrder(sort), language).map(({ id }) => id);
      }
    }
    const byId = new Map(rows.map((row) => [row.id, row]));
    const kept = this.#ids.flatMap((id) => byId.get(id) ?? []);
    if (!frozen) return kept;
    const known = new Set(this.#ids);
    const added = chosen(rows, q, alarmed).filter(({ id }) => !known.has(id));
    if (added.length > 0) this.#ids = [...this.#ids, ...added.map(({ id }) => id)];
    return [...kept, ...added];
  }
}

function chosen(rows: readonly QueueRow[], q: string, alarmed: boolean): QueueRow[] {
  const matches = searcher(q);
  return rows.filter((row) => (!alarmed || isAlarmed(row)) && matches(row));
}
