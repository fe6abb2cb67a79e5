// What people noted of an alert, in other words.
import type { Alert } from './alert.ts';

/** The same alert where nothing changes. */
export function reworded<A extends Alert>(alert: A, reword: (text: string) => string): A {
  const { acknowledged } = alert;
  if (!acknowledged) return alert;
  const [by, note] = [reword(acknowledged.by), reword(acknowledged.note)];
  if (by === acknowledged.by && note === acknowledged.note) return alert;
  return { ...alert, acknowledged: { ...acknowledged, by, note } };
}
