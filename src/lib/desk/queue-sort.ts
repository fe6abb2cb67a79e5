// The order of the desk's table, as it stands in the address: "waiting", "-waiting", "" for the order of pain.
import { byPain } from '#core/pain.ts';
import type { QueueRow } from '#core/view/floor-view.ts';
import { COLUMNS, type Column, type ColumnKey } from './columns.ts';

export type SortKey = 'name' | Exclude<ColumnKey, 'spark'>;

export interface Order {
  key: SortKey | null;
  descending: boolean;
}

/** What is not understood is the order of pain. */
export function parseOrder(text: string | null): Order {
  const name = text?.replace(/^-/, '');
  const column = COLUMNS.find(({ key, sorts }) => sorts && key === name);
  const key = name === 'name' ? name : ((column?.key as SortKey | undefined) ?? null);
  return { key, descending: key !== null && (text?.startsWith('-') ?? false) };
}

const isText = (key: SortKey): boolean => key === 'name' || key === 'channel';

/** The order that a click on a column's head asks for: numbers from the top, then from the bottom, then pain again. */
export function nextOrder(now: Order, key: SortKey): string {
  const first = isText(key) ? key : `-${key}`;
  const second = isText(key) ? `-${key}` : key;
  if (now.key !== key) return first;
  return now.descending === first.startsWith('-') ? second : '';
}

/** Unknown values come last in both directions; equal ones stay in the order of pain. */
export function sortQueues(rows: readonly QueueRow[], { key, descending }: Order, language: string): QueueRow[] {
  const sorted = byPain(rows);
  if (key === null) return sorted;
  const names = new Intl.Collator(language, { numeric: true });
  const sign = descending ? -1 : 1;
  const valueOf =
    key === 'name' ? (row: QueueRow) => row.name : (COLUMNS.find((one) => one.key === key) as Column).value;
  return sorted.sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : names.compare(String(x), String(y)));
  });
}
