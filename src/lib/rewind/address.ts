// The moment of the past in a page's address: everything else in it stays.
import { momentText, type Moment } from '#core/protocol/moment.ts';

/** "?…": the address with this moment; null: with none, the present. */
export function addressWith(params: URLSearchParams, moment: Moment | null): string {
  const next = new URLSearchParams(params);
  next.delete('at');
  next.delete('speed');
  if (moment) next.set('at', momentText(moment.at));
  if (moment && moment.speed > 0) next.set('speed', String(moment.speed));
  // Colons may stand as they are, and are easier to read.
  return `?${next}`.replaceAll('%3A', ':');
}
