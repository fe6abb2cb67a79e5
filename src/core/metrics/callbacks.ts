import { callbacks } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Callbacks asked for', ru: 'Заказано обратных звонков' },
  unit: 'count',
  formula: {
    en: 'visits that gave up the wait for a promised call',
    ru: 'ожидания, которые клиент сменил на обещанный звонок',
  },
  better: 'neither',
  usual: 'today',
  outcome: 'callback',
  sums: { callbacks },
  read: ({ sums }) => ({ value: sums.callbacks, counts: { ...sums } }),
});
