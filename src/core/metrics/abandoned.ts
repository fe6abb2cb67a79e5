import { abandoned } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Abandoned', ru: 'Потеряно' },
  unit: 'count',
  formula: 'visits whose customer gave up waiting',
  sums: { abandoned },
  read: ({ sums }) => ({ value: sums.abandoned, counts: { abandoned: sums.abandoned } }),
});
