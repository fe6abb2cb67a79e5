import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Agents signed in', ru: 'Операторы на смене' },
  unit: 'count',
  formula: {
    en: 'agents whose state is not offline, each person once',
    ru: 'операторы в любом состоянии, кроме offline, каждый один раз',
  },
  better: 'neither',
  usual: 'now',
  sums: { signedIn },
  read: ({ sums }) => ({ value: sums.signedIn, counts: { ...sums } }),
});
