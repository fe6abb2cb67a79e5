import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents in contact', ru: 'Операторы в разговоре' },
  unit: 'count',
  formula: 'agents whose state is contact, each person once',
  sums: { contact: (a) => (a.state === 'contact' ? 1 : 0), signedIn },
  read: ({ sums }) => ({ value: sums.contact, counts: { ...sums } }),
});
