// The heads of the table's columns, and their cells in words.
import { format, formatUnit } from '#core/format.ts';
import type { QueueRow } from '#core/view/floor-view.ts';
import { CHANNELS } from '#core/vocabulary.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';
import type { Column, ColumnKey } from './columns.ts';

/** @param thresholdS T of the service level */
export function headOf(key: ColumnKey, thresholdS: number): string {
  if (key === 'serviceLevel') return t('queues.within', { time: formatUnit(thresholdS, 'second', language()) });
  return t(`desk.col.${key}`);
}

function channelWord(id: string): string {
  const channel = CHANNELS.find((one) => one === id);
  return channel ? t(`channel.${channel}`) : id;
}

export function cellWords({ key, unit, digits, value }: Column, row: QueueRow): string {
  const shown = value(row);
  if (key === 'channel') return channelWord(row.channel);
  if (key === 'staffGap' && typeof shown === 'number' && shown <= 0) return spareWords(row);
  if (unit === null || typeof shown === 'string') return String(shown ?? '');
  const text = format(shown, unit, language(), digits);
  return unit === 'people' && shown !== null && shown > 0 ? `+${text}` : text;
}

/** Everybody counts whole in each queue that they serve: how many are too many of one can't be said. */
function spareWords({ level }: QueueRow): string {
  return t(level === 'look' || level === 'act' ? 'desk.gapBusy' : 'desk.gapEnough');
}
