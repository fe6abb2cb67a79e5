import { count, defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Stream peak', ru: 'Пик эфира' },
  unit: 'count',
  formula: {
    en: 'the most viewers of all live streams together at one moment of the window',
    ru: 'наибольшее число зрителей всех эфиров вместе в один момент окна',
  },
  better: 'neither',
  usual: 'today',
  sums: { moments: count('audience', () => 1) },
  mosts: { viewers: count('audience', (a) => a.viewers) },
  behind: 'streams',
  read: ({ sums, mosts }) => ({ value: mosts.viewers, counts: { ...sums } }),
});
