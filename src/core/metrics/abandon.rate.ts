import { abandoned, offered } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Abandon rate', ru: 'Доля потерянных' },
  unit: 'ratio',
  formula: { en: 'abandoned ÷ offered', ru: 'потеряно ÷ поступило' },
  better: 'lower',
  usual: '15m',
  goal: { look: 0.05, act: 0.1 },
  sums: { abandoned, offered },
  read: ({ sums }) => ({ value: ratio(sums.abandoned, sums.offered), counts: { ...sums } }),
});
