import { count, defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Callbacks late', ru: 'Просрочено звонков' },
  unit: 'count',
  formula: {
    en: 'promised calls not done T after the promised time; T is that of their queue',
    ru: 'обещанные звонки, не сделанные спустя T после обещанного времени; T их очереди',
  },
  better: 'lower',
  usual: 'now',
  sums: {
    late: count('callbacks', (c) => (c.isLate ? 1 : 0)),
    due: count('callbacks', (c) => (c.isDue ? 1 : 0)),
  },
  read: ({ sums }) => ({ value: sums.late, counts: { ...sums } }),
});
