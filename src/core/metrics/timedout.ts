import { timedOut } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Timed out', ru: 'Истекло время' },
  unit: 'count',
  formula: {
    en: 'visits that the queue ended by its time limit',
    ru: 'ожидания, которые очередь завершила по своему пределу времени',
  },
  better: 'lower',
  usual: 'today',
  outcome: 'timed_out',
  sums: { timedOut },
  read: ({ sums }) => ({ value: sums.timedOut, counts: { ...sums } }),
});
