import { answered, answeredWaitMs } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Average speed of answer', ru: 'Средняя скорость ответа' },
  unit: 's',
  formula: 'Σ wait of answered ÷ answered',
  goal: { look: 40, act: 80, bad: 'above' },
  sums: { answered, answeredWaitMs },
  read: ({ sums }) => ({
    value: ratio(sums.answeredWaitMs / 1000, sums.answered),
    counts: { answered: sums.answered, waitSeconds: sums.answeredWaitMs / 1000 },
  }),
});
