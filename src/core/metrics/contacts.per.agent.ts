import { handled } from '../counts.ts';
import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Contacts per agent', ru: 'Обращений на оператора' },
  unit: 'perAgent',
  formula: {
    en: 'handled ÷ agents who were signed in at any time of the window',
    ru: 'обработано ÷ операторы, бывшие на смене хотя бы часть окна',
  },
  better: 'higher',
  usual: 'today',
  sums: { handled, agents: count('agenttime', (a) => (a.signedInMs > 0 ? 1 : 0)) },
  read: ({ sums }) => ({ value: ratio(sums.handled, sums.agents), counts: { ...sums } }),
});
