// The worst thing of a floor in one sentence, and the sources that are in trouble in another.
import { format, formatClock } from '#core/format.ts';
import type { Level } from '#core/level.ts';
import { byPain } from '#core/pain.ts';
import type { FloorView, QueueRow, SourceView } from '#core/view/floor-view.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

export interface Worst {
  level: Level;
  text: string;
}

export function worstOf({ queues = [], readings }: Pick<FloorView, 'queues' | 'readings'>): Worst {
  if (queues.length === 0) return { level: 'none', text: t('worst.noQueues') };
  const [first, ...others] = byPain(queues);
  if (first.level === 'look' || first.level === 'act') {
    const count = others.filter((q) => q.level === first.level).length;
    const sentence = { queue: first.name, reason: reasonOf(first) };
    const text = count > 0 ? t('worst.queueAndMore', { ...sentence, count }) : t('worst.queue', sentence);
    return { level: first.level, text };
  }
  return { level: 'fine', text: t(readings['waiting@now']?.value ? 'worst.calm' : 'worst.nobodyWaits') };
}

function reasonOf({ longestS, goalS, serviceLevel, abandonRate }: QueueRow): string {
  const seconds = (value: number): string => format(value, 's', language());
  if (longestS !== null && longestS > goalS)
    return t('worst.longestWait', { wait: seconds(longestS), goal: seconds(goalS) });
  const level = format(serviceLevel, 'ratio', language());
  if (!abandonRate) return t('worst.serviceLevel', { level });
  return t('worst.serviceLevelAndLost', { level, share: format(abandonRate, 'ratio', language()) });
}

/** "asterisk:pbx1: gap since 14:22"; "" while all are well */
export function troubleOf(sources: readonly SourceView[], zone: string): string {
  const [first, ...others] = sources.filter((source) => source.state !== 'up');
  if (!first) return '';
  const sentence = { source: first.id, state: t(`source.${first.state}`) };
  const trouble =
    first.since === null
      ? t('worst.source', sentence)
      : t('worst.sourceSince', { ...sentence, time: formatClock(first.since, zone, language()) });
  return others.length === 0 ? trouble : t('worst.sourceAndMore', { trouble, count: others.length });
}
