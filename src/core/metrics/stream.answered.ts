import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Stream questions answered', ru: 'Отвечено в эфире' },
  unit: 'ratio',
  formula: {
    en: 'questions answered in streams in the window ÷ questions asked in it, at most all of them',
    ru: 'отвеченные в эфирах вопросы за окно ÷ заданные за окно, не больше всех',
  },
  better: 'higher',
  usual: '60m',
  sums: { questions: count('streams', (s) => s.questions), answered: count('streams', (s) => s.answered) },
  read: ({ sums }) => {
    const share = ratio(sums.answered, sums.questions);
    return { value: share === null ? null : Math.min(1, share), counts: { ...sums } };
  },
});
