import { judgedSessions, SESSION_SUMS } from '../judged-sessions.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Assistant containment', ru: 'Осталось у бота' },
  unit: 'ratio',
  formula: {
    en: '(resolved + left) ÷ all sessions: a ceiling of what the assistant kept, not what it solved',
    ru: '(решено + ушли) ÷ все сессии: потолок удержанного, а не решённого',
  },
  better: 'higher',
  usual: 'today',
  sums: SESSION_SUMS,
  read: ({ sums, rules }) => {
    const { resolved, handedOver, left, all } = judgedSessions(sums, rules);
    return { value: ratio(resolved + left, all), counts: { resolved, handedOver, left } };
  },
});
