// The title of the desk's page: how many queues somebody has to act on or look at, of what, and of when.
import type { Moment } from '#core/protocol/moment.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { t } from '#lib/i18n/translate.ts';
import { markWords } from '#lib/rewind/past-words.ts';

/** "■ 2 ▲ 1 · Rostov · Remote service · desk" @param now epoch ms, null: not known yet */
export function deskTitle({ queues = [], title, zone }: FloorView, moment: Moment | null, now: number | null): string {
  const count = (level: string): number => queues.filter((queue) => queue.level === level).length;
  const worst = [
    [count('act'), '■'],
    [count('look'), '▲'],
  ].flatMap(([n, shape]) => (n ? [`${shape} ${n}`] : []));
  const words = [worst.join(' '), moment ? markWords(moment, now, zone) : '', t('screen.deskTitle', { title })];
  return words.filter(Boolean).join(' · ');
}
