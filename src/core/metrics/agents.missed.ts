import { signedIn } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'agents',
  names: { en: 'Agents who missed a contact', ru: 'Операторы, не принявшие вызов' },
  unit: 'count',
  formula: 'agents whose state is missed, each person once',
  sums: { missed: (a) => (a.state === 'missed' ? 1 : 0), signedIn },
  read: ({ sums }) => ({ value: sums.missed, counts: { ...sums } }),
});
