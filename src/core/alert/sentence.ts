// An alert in one sentence, for what reads no screen: chat systems and logs. Screens say it in their own words.
import { nameIn } from '../directory.ts';
import { format, formatAge, formatUnit } from '../format.ts';
import type { Words } from '../metric.ts';
import type { Alert } from './alert.ts';

const WORDS = {
  en: { all: 'Everywhere', goal: 'goal', limit: 'limit', lasting: 'for', noData: 'no data', over: 'over after' },
  ru: { all: 'Везде', goal: 'цель', limit: 'предел', lasting: 'уже', noData: 'нет данных', over: 'закончилось через' },
} as const;

/**
 * "Phone · tariffs: longest wait 2:14, goal 1:00, for 4 min"
 * @param metric its names; undefined: there is no such metric any more
 * @param at epoch ms: until when it is said to last
 */
export function alertSentence(
  alert: Alert,
  metric: Words | undefined,
  at: number,
  language: string,
  isOver = false,
): string {
  const key = language.startsWith('ru') ? 'ru' : 'en';
  const words = WORDS[key];
  const place = alert.name === null ? words.all : nameIn(alert.name, language);
  const lasting = `${isOver ? words.over : words.lasting} ${lastingWords(at - alert.startedAt, language)}`;
  if (alert.metric === null) return `${place}: ${words.noData}, ${lasting}`;
  const { unit } = alert.metric;
  const said = (value: number | null): string => format(value, unit, language);
  const value = isOver ? alert.worst : alert.value;
  const against =
    alert.goal !== null
      ? `, ${words.goal} ${said(alert.goal)}`
      : alert.limit !== null
        ? `, ${words.limit} ${said(alert.limit)}`
        : '';
  return `${place}: ${inSentence(metric?.[key] ?? alert.metric.id)} ${said(value)}${against}, ${lasting}`;
}

/** "Longest wait" → "longest wait"; NPS stays what it is. */
export function inSentence(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name[0].toLowerCase() + name.slice(1) : name;
}

/** For how long: 42 s, 4 min, 3 h, 2 d */
export function lastingWords(ms: number, language: string): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 100 ? formatUnit(seconds, 'second', language) : formatAge(ms, language);
}
