import { answered } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Answered', ru: 'Отвечено' },
  unit: 'count',
  formula: 'visits that ended with an agent connected',
  sums: { answered },
  read: ({ sums }) => ({ value: sums.answered, counts: { answered: sums.answered } }),
});
