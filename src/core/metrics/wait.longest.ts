import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'waiting',
  names: { en: 'Longest wait', ru: 'Дольше всех ждут' },
  unit: 's',
  formula: 'now − entry of the oldest visit that still waits',
  goal: { look: 60, act: 120, bad: 'above' },
  sums: {},
  most: (v) => v.waitedMs,
  read: ({ most }) => ({ value: most === null ? null : most / 1000, counts: {} }),
});
