import { answered, answeredWait } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: '95th percentile of the wait', ru: '95-й процентиль ожидания' },
  unit: 's',
  formula: {
    en: 'the wait that 95 % of the answered visits did not exceed, within 1 %',
    ru: 'ожидание, которого не превысили 95 % отвеченных, с точностью до 1 %',
  },
  better: 'lower',
  usual: '5m',
  outcome: 'answered',
  sums: { answered },
  sketch: answeredWait,
  read: ({ sums, quantile }) => {
    const waitMs = quantile(0.95);
    return { value: waitMs === null ? null : waitMs / 1000, counts: { ...sums } };
  },
});
