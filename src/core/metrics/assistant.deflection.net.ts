import { judgedSessions, RECONTACT_SUMS } from '../judged-sessions.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Assistant deflection, net', ru: 'Бот решил сам, без вернувшихся' },
  unit: 'ratio',
  formula: {
    en: '(resolved − those whose customer came back within 24 h) ÷ all sessions',
    ru: '(решено − вернулись за 24 ч) ÷ все сессии',
  },
  better: 'higher',
  usual: 'today',
  sums: RECONTACT_SUMS,
  read: ({ sums, rules }) => {
    const { resolved, recontacted, all } = judgedSessions(sums, rules);
    return { value: ratio(resolved - recontacted, all), counts: { resolved, recontacted, sessions: all } };
  },
});
