import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents in wrap-up', ru: 'Операторы в поствызове' },
  unit: 'count',
  formula: 'agents whose state is wrapup, each person once',
  sums: { wrapup: (a) => (a.state === 'wrapup' ? 1 : 0), signedIn },
  read: ({ sums }) => ({ value: sums.wrapup, counts: { ...sums } }),
});
