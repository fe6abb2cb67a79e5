import { waiting } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Waiting', ru: 'Ждут' },
  unit: 'count',
  formula: { en: 'visits that entered a queue and have not ended', ru: 'вошли в очередь и ещё не завершены' },
  better: 'lower',
  usual: 'now',
  sums: { waiting },
  read: ({ sums }) => ({ value: sums.waiting, counts: { ...sums } }),
});
