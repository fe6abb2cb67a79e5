import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Resolved by the first line', ru: 'Решено первой линией' },
  unit: 'ratio',
  formula: {
    en: 'resolved contacts that no second line worked on ÷ resolved contacts, of those that ended in the window',
    ru: 'решённые обращения без второй линии ÷ решённые обращения, из завершённых в окне',
  },
  better: 'higher',
  usual: '24h',
  goal: { look: 0.98, act: 0.95 },
  sums: {
    resolved: count('ended', (c) => (c.resolved === true ? 1 : 0)),
    firstLine: count('ended', (c) => (c.resolved === true && !c.secondLine ? 1 : 0)),
    unresolved: count('ended', (c) => (c.resolved === false ? 1 : 0)),
  },
  read: ({ sums }) => ({ value: ratio(sums.firstLine, sums.resolved), counts: { ...sums } }),
});
