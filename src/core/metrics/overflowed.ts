import { overflowed } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Overflowed', ru: 'Переведено в другую очередь' },
  unit: 'count',
  formula: 'visits that moved on to another queue unanswered',
  sums: { overflowed },
  read: ({ sums }) => ({ value: sums.overflowed, counts: { overflowed: sums.overflowed } }),
});
