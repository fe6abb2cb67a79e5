import { abandoned, answered, callbacks, closed, offered, overflowed, timedOut, vanished } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Offered', ru: 'Поступило' },
  unit: 'count',
  formula: {
    en: 'visits that ended in the window, all outcomes; those lost sight of in a gap are counted as unknown',
    ru: 'ожидания, завершённые в окне, с любым исходом; пропавшие в разрыве данных учтены как unknown',
  },
  better: 'neither',
  usual: 'today',
  sums: { offered, answered, abandoned, callbacks, overflowed, timedOut, closed, unknown: vanished },
  read: ({ sums }) => ({ value: sums.offered, counts: { ...sums } }),
});
