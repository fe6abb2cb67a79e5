import { answered } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Answered', ru: 'Отвечено' },
  unit: 'count',
  formula: { en: 'visits that ended with an agent connected', ru: 'ожидания, завершённые ответом оператора' },
  better: 'higher',
  usual: 'today',
  outcome: 'answered',
  sums: { answered },
  read: ({ sums }) => ({ value: sums.answered, counts: { ...sums } }),
});
