import { abandoned, offered } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Abandon rate', ru: 'Доля потерянных' },
  unit: 'ratio',
  formula: 'abandoned ÷ offered',
  goal: { look: 0.05, act: 0.1, bad: 'above' },
  sums: { abandoned, offered },
  read: ({ sums }) => ({ value: ratio(sums.abandoned, sums.offered), counts: { ...sums } }),
});
