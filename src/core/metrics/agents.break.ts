import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents on break', ru: 'Операторы на перерыве' },
  unit: 'count',
  formula: 'agents whose state is break, each person once',
  sums: { break: (a) => (a.state === 'break' ? 1 : 0), signedIn },
  read: ({ sums }) => ({ value: sums.break, counts: { ...sums } }),
});
