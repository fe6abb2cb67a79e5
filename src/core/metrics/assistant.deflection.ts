import { judgedSessions, SESSION_SUMS } from '../judged-sessions.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Assistant deflection', ru: 'Бот решил сам' },
  unit: 'ratio',
  formula: {
    en: 'resolved ÷ (resolved + handed over + left): requests that no agent had to touch',
    ru: 'решено ÷ (решено + передано + ушли): обращения, которых не касался оператор',
  },
  better: 'higher',
  usual: 'today',
  goal: { look: 0.6, act: 0.5 },
  sums: SESSION_SUMS,
  read: ({ sums, rules }) => {
    const { resolved, handedOver, left, all } = judgedSessions(sums, rules);
    const variants = {
      resolved: ratio(resolved, all),
      handed_over: ratio(handedOver, all),
      left: ratio(left, all),
    };
    return { value: variants.resolved, counts: { resolved, handedOver, left, direct: sums.direct }, variants };
  },
});
