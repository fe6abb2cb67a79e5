import { overflowed } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Overflowed', ru: 'Переведено в другую очередь' },
  unit: 'count',
  formula: {
    en: 'visits that moved on to another queue unanswered',
    ru: 'ожидания, ушедшие без ответа в другую очередь',
  },
  better: 'lower',
  usual: 'today',
  outcome: 'overflowed',
  sums: { overflowed },
  read: ({ sums }) => ({ value: sums.overflowed, counts: { ...sums } }),
});
