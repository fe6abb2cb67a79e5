import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Stream questions a minute', ru: 'Вопросов эфира в минуту' },
  unit: 'perMinute',
  formula: {
    en: 'questions asked in streams in the window ÷ its minutes',
    ru: 'вопросы, заданные в эфирах за окно ÷ его минуты',
  },
  better: 'neither',
  usual: '5m',
  sums: { questions: count('streams', (s) => s.questions), streams: count('streams', () => 1) },
  read: ({ sums, spanS }) => ({
    value: sums.streams === 0 ? null : ratio(sums.questions, spanS / 60),
    counts: { ...sums },
  }),
});
