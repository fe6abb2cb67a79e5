import { agentsIn, signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Agents who missed a contact', ru: 'Операторы, не принявшие вызов' },
  unit: 'count',
  formula: {
    en: 'agents whose state is missed, each person once',
    ru: 'операторы в состоянии missed, каждый один раз',
  },
  better: 'lower',
  usual: 'now',
  sums: { missed: agentsIn('missed'), signedIn },
  read: ({ sums }) => ({ value: sums.missed, counts: { ...sums } }),
});
