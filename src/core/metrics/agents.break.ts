import { agentsIn, signedIn } from '../counts.ts';
import { count, defineMetric } from '../metric.ts';

const reason = count('agents', (a) => (a.state === 'break' ? a.reason : undefined));

export default defineMetric({
  names: { en: 'Agents on break', ru: 'Операторы на перерыве' },
  unit: 'count',
  formula: {
    en: 'agents whose state is break, each person once; by the reason they gave',
    ru: 'операторы в состоянии break, каждый один раз; по названной причине',
  },
  better: 'neither',
  usual: 'now',
  sums: { break: agentsIn('break'), signedIn },
  group: reason,
  read: ({ sums, groups }) => ({
    value: sums.break,
    counts: { ...sums },
    variants: Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1))),
  }),
});
