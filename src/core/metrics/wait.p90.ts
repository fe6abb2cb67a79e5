import { answered, answeredWait } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: '90th percentile of the wait', ru: '90-й процентиль ожидания' },
  unit: 's',
  formula: {
    en: 'the wait that 90 % of the answered visits did not exceed, within 1 %',
    ru: 'ожидание, которого не превысили 90 % отвеченных, с точностью до 1 %',
  },
  better: 'lower',
  usual: '5m',
  outcome: 'answered',
  sums: { answered },
  sketch: answeredWait,
  read: ({ sums, quantile }) => {
    const waitMs = quantile(0.9);
    return { value: waitMs === null ? null : waitMs / 1000, counts: { ...sums } };
  },
});
