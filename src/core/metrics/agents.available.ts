import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents available', ru: 'Свободные операторы' },
  unit: 'count',
  formula: 'agents whose state is available, each person once',
  sums: { available: (a) => (a.state === 'available' ? 1 : 0), signedIn },
  read: ({ sums }) => ({ value: sums.available, counts: { ...sums } }),
});
