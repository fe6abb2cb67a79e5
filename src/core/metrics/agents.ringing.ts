import { agentsIn, signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Agents ringing', ru: 'Операторы, которым звонят' },
  unit: 'count',
  formula: {
    en: 'agents whose state is ringing, each person once',
    ru: 'операторы в состоянии ringing, каждый один раз',
  },
  better: 'neither',
  usual: 'now',
  sums: { ringing: agentsIn('ringing'), signedIn },
  read: ({ sums }) => ({ value: sums.ringing, counts: { ...sums } }),
});
