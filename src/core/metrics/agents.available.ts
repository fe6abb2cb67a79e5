import { agentsIn, signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Agents available', ru: 'Свободные операторы' },
  unit: 'count',
  formula: {
    en: 'agents whose state is available, each person once',
    ru: 'операторы в состоянии available, каждый один раз',
  },
  better: 'higher',
  usual: 'now',
  sums: { available: agentsIn('available'), signedIn },
  read: ({ sums }) => ({ value: sums.available, counts: { ...sums } }),
});
