// The order of rows on a wall: that of pain, but not more restless than an eye can follow. A change of level or of what
// there is moves rows at once; longest waits that overtake each other do so every few seconds.
import { byPain, type Pain } from '#core/pain.ts';

export const CALM_MS = 3_000;

export class CalmOrder {
  #ids: string[] = [];
  #signature = '';
  #slot = NaN;

  /** @param asOf epoch ms @returns the rows as they are now, in an order that keeps still */
  sort<Row extends Pain>(rows: readonly Row[], asOf: number): Row[] {
    const signature = rows.map((row) => `${row.level} ${row.id}`).join('\n');
    const slot = Math.floor(asOf / CALM_MS);
    if (signature !== this.#signature || slot !== this.#slot) {
      this.#signature = signature;
      this.#slot = slot;
      this.#ids = byPain(rows).map((row) => row.id);
    }
    const byId = new Map(rows.map((row) => [row.id, row]));
    return this.#ids.flatMap((id) => byId.get(id) ?? []);
  }
}
