import { count, defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Callbacks due', ru: 'Пора перезвонить' },
  unit: 'count',
  formula: {
    en: 'promised calls whose time has come and that are not done',
    ru: 'обещанные звонки, время которых пришло, ещё не сделанные',
  },
  better: 'lower',
  usual: 'now',
  sums: {
    due: count('callbacks', (c) => (c.isDue ? 1 : 0)),
    later: count('callbacks', (c) => (c.isDue ? 0 : 1)),
  },
  read: ({ sums }) => ({ value: sums.due, counts: { ...sums } }),
});
