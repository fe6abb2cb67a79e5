import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'waiting',
  names: { en: 'Waiting', ru: 'Ожидают' },
  unit: 'count',
  formula: 'visits that entered a queue and have not ended',
  sums: { waiting: () => 1 },
  read: ({ sums }) => ({ value: sums.waiting, counts: { waiting: sums.waiting } }),
});
