import { waiting } from '../counts.ts';
import { count, defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Longest wait', ru: 'Дольше всех ждут' },
  unit: 's',
  formula: {
    en: 'now − entry of the oldest visit that still waits',
    ru: 'сейчас − начало самого старого незавершённого ожидания',
  },
  better: 'lower',
  usual: 'now',
  goal: (thresholdS) => ({ look: 2 * thresholdS, act: 4 * thresholdS }),
  sums: { waiting },
  mosts: { waitedMs: count('waiting', (v) => v.waitedMs) },
  read: ({ sums, mosts: { waitedMs } }) => ({ value: waitedMs === null ? null : waitedMs / 1000, counts: { ...sums } }),
});
