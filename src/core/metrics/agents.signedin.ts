import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents signed in', ru: 'Операторы на смене' },
  unit: 'count',
  formula: 'agents whose state is not offline, each person once',
  sums: { signedIn },
  read: ({ sums }) => ({ value: sums.signedIn, counts: { signedIn: sums.signedIn } }),
});
