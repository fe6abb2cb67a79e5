import { agentsIn, signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Agents in contact', ru: 'Операторы в разговоре' },
  unit: 'count',
  formula: {
    en: 'agents whose state is contact, each person once',
    ru: 'операторы в состоянии contact, каждый один раз',
  },
  better: 'neither',
  usual: 'now',
  sums: { contact: agentsIn('contact'), signedIn },
  read: ({ sums }) => ({ value: sums.contact, counts: { ...sums } }),
});
