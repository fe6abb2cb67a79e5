// A rule of alerts in words: what it looks at, when it holds, and when that is over.
import { EACH, type Rule } from '#core/alert/rule.ts';
import { inSentence, lastingWords } from '#core/alert/sentence.ts';
import { format } from '#core/format.ts';
import type { Unit } from '#core/reading.ts';
import { metricName, t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';
import { levelWord, windowWords } from '#lib/ui/words.ts';

/** "longest wait, each queue: beyond its goal: act, for 60 s; well for 30 s" @param units of the metrics */
export function ruleWords(rule: Rule, units: ReadonlyMap<string, Unit>): string {
  const { metric, window, forS, of, clearForS } = rule;
  const what = [
    metric === null ? '' : inSentence(metricName(metric)),
    window === null || window === 'now' ? '' : windowWords(window),
    scopeWords(rule.scope),
  ].filter(Boolean);
  const when = [
    conditionWords(rule, units),
    forS > 0 ? t('alerts.ruleFor', { time: lastingWords(forS * 1000, language()) }) : '',
    of ? t('alerts.ruleOf', of) : '',
  ].filter(Boolean);
  const clear = clearForS > 0 ? `; ${t('alerts.ruleClear', { time: lastingWords(clearForS * 1000, language()) })}` : '';
  return `${what.join(', ')}: ${when.join(', ')}${clear}`;
}

function conditionWords({ metric, condition }: Rule, units: ReadonlyMap<string, Unit>): string {
  const unit = units.get(metric ?? '') ?? 'count';
  if ('noData' in condition) return t('alerts.ruleNoData');
  if ('worse' in condition) return t('alerts.ruleWorse', { level: levelWord(condition.worse) });
  if ('aboveT' in condition) return t('alerts.ruleTimesT', { times: String(condition.aboveT) });
  if ('above' in condition) return t('alerts.ruleAbove', { limit: format(condition.above, unit, language()) });
  return t('alerts.ruleBelow', { limit: format(condition.below, unit, language()) });
}

function scopeWords(scope: string): string {
  const [eachSite, eachQueue, eachSource] = EACH;
  if (scope === eachQueue) return t('alerts.ruleEachQueue');
  if (scope === eachSite) return t('alerts.ruleEachSite');
  if (scope === eachSource) return t('alerts.ruleEachSource');
  return scope === 'all' ? inSentence(t('alert.everywhere')) : scope;
}
