import { answered, answeredWaitMs } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Average speed of answer', ru: 'Средняя скорость ответа' },
  unit: 's',
  formula: { en: 'Σ wait of answered ÷ answered', ru: 'Σ ожидания отвеченных ÷ отвечено' },
  better: 'lower',
  usual: '5m',
  outcome: 'answered',
  goal: { look: 40, act: 80 },
  sums: { answered, answeredWaitMs },
  read: ({ sums }) => ({
    value: ratio(sums.answeredWaitMs / 1000, sums.answered),
    counts: { answered: sums.answered, waitSeconds: sums.answeredWaitMs / 1000 },
  }),
});
