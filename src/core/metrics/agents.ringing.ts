import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents ringing', ru: 'Операторам звонит' },
  unit: 'count',
  formula: 'agents whose state is ringing, each person once',
  sums: { ringing: (a) => (a.state === 'ringing' ? 1 : 0), signedIn },
  read: ({ sums }) => ({ value: sums.ringing, counts: { ...sums } }),
});
