import { answered, answeredWait } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Median wait', ru: 'Медиана ожидания' },
  unit: 's',
  formula: {
    en: 'the wait that 50 % of the answered visits did not exceed, within 1 %',
    ru: 'ожидание, которого не превысили 50 % отвеченных, с точностью до 1 %',
  },
  better: 'lower',
  usual: '5m',
  outcome: 'answered',
  goal: { look: 40, act: 80 },
  sums: { answered },
  sketch: answeredWait,
  read: ({ sums, quantile }) => {
    const waitMs = quantile(0.5);
    return { value: waitMs === null ? null : waitMs / 1000, counts: { ...sums } };
  },
});
