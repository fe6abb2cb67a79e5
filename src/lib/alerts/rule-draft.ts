// A rule of alerts as its form has it, and back: what the form does not show stays as it was.
import { EACH, type Condition, type Rule, type Severity } from '#core/alert/rule.ts';
import { nameIn } from '#core/directory.ts';
import type { Unit } from '#core/reading.ts';
import type { WindowName } from '#core/window.ts';

export const CONDITIONS = ['above', 'below', 'aboveT', 'look', 'act', 'noData'] as const;
export type ConditionKind = (typeof CONDITIONS)[number];

export interface RuleDraft {
  title: string;
  /** "": whether anything is heard at all */
  metric: string;
  /** "": the metric's usual one */
  window: WindowName | '';
  scope: string;
  when: ConditionKind;
  /** as it is typed: of ratios percents */
  limit: number;
  forS: number;
  clearForS: number;
  severity: Severity;
  /** "22:00"; both "": never */
  quietFrom: string;
  quietTo: string;
  desktop: boolean;
  sound: boolean;
  webhooks: boolean;
  isOn: boolean;
}

const [, EACH_QUEUE] = EACH;

const NEW: Omit<Rule, 'id'> = {
  ...{ title: '', metric: 'asa', window: null, scope: EACH_QUEUE, condition: { above: 60 }, forS: 60, of: null },
  ...{ clearForS: 30, everyS: 1, least: {}, quiet: [], severity: 'act', off: false },
  notify: { desktop: true, sound: true, webhooks: true },
};

export const newRule = (taken: readonly string[]): Rule => {
  let n = 1;
  while (taken.includes(`rule-${n}`)) n++;
  return { id: `rule-${n}`, ...NEW };
};

const scale = (unit: Unit | undefined): number => (unit === 'ratio' ? 100 : 1);
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

export function draftOf(rule: Rule, unit: Unit | undefined, language: string): RuleDraft {
  const { condition, quiet, notify } = rule;
  const times = scale(unit);
  return {
    ...{ title: nameIn(rule.title, language), metric: rule.metric ?? '', window: rule.window ?? '', scope: rule.scope },
    ...{ when: kindOf(condition), limit: rounded(limitOf(condition, times)) },
    ...{ forS: rule.forS, clearForS: rule.clearForS, severity: rule.severity },
    ...{ quietFrom: quiet[0]?.from ?? '', quietTo: quiet[0]?.to ?? '' },
    ...{ desktop: notify.desktop, sound: notify.sound, webhooks: notify.webhooks !== false, isOn: !rule.off },
  };
}

/** @param rule as it was @param unit of the metric that is chosen */
export function ruleOf(draft: RuleDraft, rule: Rule, unit: Unit | undefined, language: string): Rule {
  const { title, metric, window, scope, forS, clearForS, severity, desktop, sound, isOn } = draft;
  const hasQuiet = draft.quietFrom !== '' || draft.quietTo !== '';
  const [first, ...rest] = rule.quiet;
  return {
    ...rule,
    ...{ scope, forS, clearForS, severity, off: !isOn },
    title: typeof rule.title === 'string' ? title : { ...rule.title, [language]: title },
    metric: metric || null,
    window: metric ? window || null : null,
    condition: conditionOf(draft, rule.condition, scale(unit)),
    // A number that was looked at by these counts is another one's no more.
    least: (metric || null) === rule.metric ? rule.least : {},
    quiet: hasQuiet ? [{ ...first, from: draft.quietFrom, to: draft.quietTo }, ...rest] : rest,
    notify: { desktop, sound, webhooks: draft.webhooks && (rule.notify.webhooks || true) },
  };
}

function kindOf(condition: Condition): ConditionKind {
  if ('worse' in condition) return condition.worse;
  return CONDITIONS.find((kind) => kind in condition) as ConditionKind;
}

function limitOf(condition: Condition, times: number): number {
  if ('above' in condition) return condition.above * times;
  if ('below' in condition) return condition.below * times;
  return 'aboveT' in condition ? condition.aboveT : 0;
}

/** Where it is well again stays, as long as that is on the good side of the limit. */
function conditionOf({ when, limit }: RuleDraft, before: Condition, times: number): Condition {
  const clear = 'clear' in before && kindOf(before) === when ? before.clear : undefined;
  const value = rounded(limit / times);
  if (when === 'noData') return { noData: true };
  if (when === 'look' || when === 'act') return clear === undefined ? { worse: when } : { worse: when, clear };
  if (when === 'above') return clear !== undefined && clear <= value ? { above: value, clear } : { above: value };
  if (when === 'below') return clear !== undefined && clear >= value ? { below: value, clear } : { below: value };
  const clearT = 'clearT' in before ? before.clearT : undefined;
  return clearT !== undefined && clearT <= limit ? { aboveT: limit, clearT } : { aboveT: limit };
}
