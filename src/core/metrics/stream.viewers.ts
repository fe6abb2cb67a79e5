import { count, defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Stream viewers', ru: 'Зрители эфира' },
  unit: 'count',
  formula: {
    en: 'viewers of all streams that are live, by their last sample; never added to contacts handled',
    ru: 'зрители всех идущих эфиров по последнему замеру; к обработанным обращениям не прибавляются',
  },
  better: 'neither',
  usual: 'now',
  sums: {
    viewers: count('streams', (s) => s.viewers),
    live: count('streams', (s) => (s.live ? 1 : 0)),
  },
  read: ({ sums }) => ({ value: sums.live === 0 ? null : sums.viewers, counts: { ...sums } }),
});
