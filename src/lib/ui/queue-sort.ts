// The order of a table of queues, as it stands in the address bar: "waiting", "-waiting", "" for the order of pain.
import { byPain } from '#core/pain.ts';
import type { QueueRow } from '#core/view/floor-view.ts';

export type SortKey =
  'name' | 'waiting' | 'longestS' | 'asaS' | 'serviceLevel' | 'abandonRate' | 'available' | 'signedIn';

export interface Order {
  key: SortKey | null;
  descending: boolean;
}

const KEYS: readonly SortKey[] = [
  'name',
  'waiting',
  'longestS',
  'asaS',
  'serviceLevel',
  'abandonRate',
  'available',
  'signedIn',
];

/** What is not understood is the order of pain. */
export function parseOrder(text: string | null): Order {
  const descending = text?.startsWith('-') ?? false;
  const key = KEYS.find((known) => known === text?.replace('-', '')) ?? null;
  return { key, descending: key !== null && descending };
}

/** The order that a click on a column's head asks for: numbers from the top, then from the bottom, then pain again. */
export function nextOrder(now: Order, key: SortKey): string {
  const first = key === 'name' ? key : `-${key}`;
  const second = key === 'name' ? `-${key}` : key;
  if (now.key !== key) return first;
  return now.descending === first.startsWith('-') ? second : '';
}

/** Unknown values come last in both directions; equal ones stay in the order of pain. */
export function sortQueues(rows: readonly QueueRow[], { key, descending }: Order, language: string): QueueRow[] {
  const sorted = byPain(rows);
  if (key === null) return sorted;
  const names = new Intl.Collator(language, { numeric: true });
  const sign = descending ? -1 : 1;
  return sorted.sort((a, b) => {
    if (key === 'name') return sign * names.compare(a.name, b.name);
    const [x, y] = [a[key], b[key]];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x - y);
  });
}
