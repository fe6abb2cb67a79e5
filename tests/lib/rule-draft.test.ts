// Rules of alerts through their form: what is not touched stays as it was.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRules } from '#core/alert/parse-rules.ts';
import { draftOf, newRule, ruleOf } from '#lib/alerts/rule-draft.ts';
import { METRICS } from '../support/engine.ts';

const parsed = parseRules(JSON.parse(readFileSync('static/alerts.json', 'utf8')), METRICS);
const rules = parsed.ok ? parsed.value.rules : [];
const unitOf = (metric: string | null) => (metric === null ? undefined : METRICS.get(metric)?.unit);
const byId = (id: string) => rules.find((rule) => rule.id === id) ?? newRule([]);

describe('a rule in its form', () => {
  it('is the same rule when nothing is changed, whatever it is made of', () => {
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules)
      for (const language of ['en', 'ru']) {
        const unit = unitOf(rule.metric);
        expect(ruleOf(draftOf(rule, unit, language), rule, unit, language)).toEqual(rule);
      }
  });

  it('has another title in the language of the form only', () => {
    const rule = byId('wait-red');
    const draft = { ...draftOf(rule, 's', 'en'), title: 'Red' };
    expect(ruleOf(draft, rule, 's', 'en').title).toEqual({ en: 'Red', ru: 'Ждут намного дольше цели' });
  });

  it('takes ratios in percent, and drops a clearing value that is on the bad side of the new limit', () => {
    const rule = { ...newRule([]), metric: 'service.level', condition: { below: 0.7, clear: 0.8 } };
    const draft = draftOf(rule, 'ratio', 'en');
    expect(draft.limit).toBe(70);
    expect(ruleOf({ ...draft, limit: 75 }, rule, 'ratio', 'en').condition).toEqual({ below: 0.75, clear: 0.8 });
    expect(ruleOf({ ...draft, limit: 90 }, rule, 'ratio', 'en').condition).toEqual({ below: 0.9 });
  });

  it('is new under an id that no other has', () => {
    expect(newRule(['rule-1', 'wait-red', 'rule-2']).id).toBe('rule-3');
  });
});
