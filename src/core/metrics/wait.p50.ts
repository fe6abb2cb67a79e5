import { answered, answeredWait } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Median wait', ru: 'Медиана ожидания' },
  unit: 's',
  formula: 'the wait that 50 % of the answered visits did not exceed, within 1 %',
  goal: { look: 40, act: 80, bad: 'above' },
  sums: { answered },
  sketch: answeredWait,
  read: ({ sums, quantile }) => {
    const waitMs = quantile(0.5);
    return { value: waitMs === null ? null : waitMs / 1000, counts: { answered: sums.answered } };
  },
});
