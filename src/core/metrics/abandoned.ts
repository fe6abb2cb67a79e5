import { abandoned } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Abandoned', ru: 'Потеряно' },
  unit: 'count',
  formula: { en: 'visits whose customer gave up waiting', ru: 'ожидания, которые клиент прервал сам' },
  better: 'lower',
  usual: 'today',
  outcome: 'abandoned',
  sums: { abandoned },
  read: ({ sums }) => ({ value: sums.abandoned, counts: { ...sums } }),
});
