import { abandoned, answered, callbacks, closed, offered, overflowed, timedOut, vanished } from '../counts.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Offered', ru: 'Поступило' },
  unit: 'count',
  formula: 'visits that ended in the window, all outcomes; those lost sight of in a gap are counted as unknown',
  sums: { offered, answered, abandoned, callbacks, overflowed, timedOut, closed, unknown: vanished },
  read: ({ sums: { offered, ...outcomes } }) => ({ value: offered, counts: { offered, ...outcomes } }),
});
