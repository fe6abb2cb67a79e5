// Visits that were told to have ended before they began, or talks before their answer: counted as nothing waited or said,
// and a sign that the clocks of a source, or of two, do not agree.
import type { DumpPart } from './dump.ts';

interface VisitColumns extends Record<
  'enteredAt' | 'endedAt' | 'answeredAt' | 'talkToldAt' | 'talkedAt',
  Float64Array
> {
  source: Uint16Array;
}

const isBefore = (end: number, begin: number): boolean => end !== 0 && end < begin;

export class Backwards {
  /** rows of visits → the source that told of their entry */
  #rows = new Map<number, number>();
  /** source → how many were let go since */
  #gone = new Map<number, number>();

  /** A visit was looked at anew. */
  note(visit: number, { source, enteredAt, endedAt, answeredAt, talkToldAt, talkedAt }: VisitColumns): void {
    const isTalkBackwards = talkedAt[visit] !== 0 && isBefore(talkToldAt[visit], answeredAt[visit]);
    if (isTalkBackwards || isBefore(endedAt[visit], enteredAt[visit])) this.#rows.set(visit, source[visit]);
    else if (this.#rows.size > 0) this.#rows.delete(visit);
  }

  /** How many a source told of. */
  of(source: number): number {
    let count = this.#gone.get(source) ?? 0;
    for (const told of this.#rows.values()) if (told === source) count++;
    return count;
  }

  forget(visit: number): void {
    const source = this.#rows.get(visit);
    if (source === undefined) return;
    this.#rows.delete(visit);
    this.#gone.set(source, (this.#gone.get(source) ?? 0) + 1);
  }

  dump(to: DumpPart): void {
    to.note('rows', [...this.#rows]);
    to.note('gone', [...this.#gone]);
  }

  restore(from: DumpPart): void {
    this.#rows = new Map(from.noted<[number, number][]>('rows'));
    this.#gone = new Map(from.noted<[number, number][]>('gone'));
  }
}
