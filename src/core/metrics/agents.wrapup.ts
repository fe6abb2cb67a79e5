import { agentsIn, signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Agents in wrap-up', ru: 'Операторы в постобработке' },
  unit: 'count',
  formula: {
    en: 'agents whose state is wrapup, each person once',
    ru: 'операторы в состоянии wrapup, каждый один раз',
  },
  better: 'neither',
  usual: 'now',
  sums: { wrapup: agentsIn('wrapup'), signedIn },
  read: ({ sums }) => ({ value: sums.wrapup, counts: { ...sums } }),
});
