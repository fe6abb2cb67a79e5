import { judgedSessions, RECONTACT_SUMS } from '../judged-sessions.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Assistant re-contact', ru: 'Вернулись после бота' },
  unit: 'ratio',
  formula: {
    en: 'resolved sessions whose customer came back within 24 h ÷ resolved',
    ru: 'решённые сессии, после которых клиент вернулся за 24 ч ÷ решено',
  },
  better: 'lower',
  usual: 'today',
  outcome: 'resolved',
  sums: RECONTACT_SUMS,
  read: ({ sums, rules }) => {
    const { resolved, recontacted } = judgedSessions(sums, rules);
    return { value: ratio(recontacted, resolved), counts: { recontacted, resolved } };
  },
});
