// Reads a log for what names somebody: its text only is looked at, slice by slice, so that whoever reads gives way.
import type { DatabaseSync } from 'node:sqlite';
import { extentOf, type Extent } from './schema.ts';

export interface SliceRow {
  seq: number;
  recordedAt: number;
  body: string;
}

/** Places of the log that are read in one go: some ten milliseconds. */
const SLICE = 5000;

/** Rows whose text has one of these words; where there are none, an empty slice. @param tell of so many places */
export async function* slicesWith(
  db: DatabaseSync,
  words: readonly string[],
  tell: (done: number, of: number) => void = () => {},
  range: Partial<Extent> = {},
): AsyncGenerator<SliceRow[], void, void> {
  const { first, last } = { first: 0, last: 0, ...extentOf(db), ...range };
  const needles = words.map(needleOf);
  const where = needles.map(() => 'instr(body, ?) > 0').join(' OR ');
  const asked = db.prepare(
    `SELECT seq, recorded_at AS recordedAt, body FROM event WHERE seq >= ? AND seq < ? AND (${where}) ORDER BY seq`,
  );
  for (let from = first; from <= last; from += SLICE) {
    const end = Math.min(from + SLICE, last + 1);
    yield asked.all(from, end, ...needles) as unknown as SliceRow[];
    tell(end - first, last + 1 - first);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** As it stands in JSON; a short one as a whole text only. */
const needleOf = (word: string): string => {
  const text = JSON.stringify(word);
  return word.length < 4 ? text : text.slice(1, -1);
};

/** The last place before the first event that was recorded at an instant or later: the log is in the order of its recording. */
export function lastBefore(db: DatabaseSync, at: number): number {
  const next = db.prepare('SELECT seq, recorded_at AS recordedAt FROM event WHERE seq >= ? ORDER BY seq LIMIT 1');
  let [low, high] = [0, (extentOf(db)?.last ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = next.get(middle) as { seq: number; recordedAt: number } | undefined;
    if (found && found.recordedAt < at) low = found.seq + 1;
    else high = middle;
  }
  return low - 1;
}
