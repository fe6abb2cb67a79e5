import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Sales conversion', ru: 'Конверсия продаж' },
  unit: 'ratio',
  formula: {
    en: 'handled sales contacts that bought ÷ handled sales contacts: those of queues that sell, of all queues where none is marked as selling',
    ru: 'обработанные обращения с продажей ÷ обработанные обращения продающих очередей; если ни одна не помечена продающей, всех',
  },
  better: 'higher',
  usual: 'today',
  sums: {
    handled: count('talks', (t) => (t.sells ? 1 : 0)),
    sold: count('talks', (t) => (t.sells && t.sold ? 1 : 0)),
  },
  read: ({ sums }) => ({ value: ratio(sums.sold, sums.handled), counts: { ...sums } }),
});
