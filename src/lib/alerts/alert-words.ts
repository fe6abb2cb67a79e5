// An alert in the words of a screen.
import type { Alert, EndedAlert } from '#core/alert/alert.ts';
import { inSentence, lastingWords } from '#core/alert/sentence.ts';
import { nameIn } from '#core/directory.ts';
import { format } from '#core/format.ts';
import { metricName, t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

export const placeWords = ({ name }: Pick<Alert, 'name'>): string =>
  name === null ? t('alert.everywhere') : nameIn(name, language());

/** "Phone · tariffs: longest wait 2:14, goal 1:00" @param value the number now, or the worst that it was */
export function alertWords(alert: Alert, value = alert.value): string {
  const { metric, goal, limit } = alert;
  const place = placeWords(alert);
  if (metric === null) return t('alert.noData', { place });
  const said = (number: number | null): string => format(number, metric.unit, language());
  const told = { place, metric: inSentence(metricName(metric.id)), value: said(value) };
  if (goal !== null) return t('alert.withGoal', { ...told, goal: said(goal) });
  if (limit !== null) return t('alert.withLimit', { ...told, limit: said(limit) });
  return t('alert.bare', told);
}

/** "…, for 4 min" @param now epoch ms */
export function lastingAlertWords(alert: Alert, now: number): string {
  return t('alert.lasting', { alert: alertWords(alert), time: lastingWords(now - alert.startedAt, language()) });
}

/** How long it was. */
export function durationWords({ startedAt, endedAt }: EndedAlert): string {
  return lastingWords(endedAt - startedAt, language());
}
