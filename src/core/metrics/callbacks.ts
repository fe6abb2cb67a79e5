import { callbacks } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Callbacks', ru: 'Обратные звонки' },
  unit: 'count',
  formula: 'visits that gave up the wait for a promised call',
  sums: { callbacks },
  read: ({ sums }) => ({ value: sums.callbacks, counts: { callbacks: sums.callbacks } }),
});
