import { timedOut } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Timed out', ru: 'Истекло время' },
  unit: 'count',
  formula: 'visits that the queue ended by its time limit',
  sums: { timedOut },
  read: ({ sums }) => ({ value: sums.timedOut, counts: { timedOut: sums.timedOut } }),
});
