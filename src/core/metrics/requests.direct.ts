import { defineMetric } from '../metric.ts';

const LOST = ['abandoned', 'timed_out', 'closed', 'unknown'];
const MOVED = ['overflowed', 'callback'];

export default defineMetric({
  over: 'visits',
  names: { en: 'Direct requests', ru: 'Обращения без помощника' },
  unit: 'count',
  formula:
    'contacts whose last visit ended in the window and that no assistant handed over; counts tell how all of them ended',
  sums: {
    direct: (v) => (v.last && !v.assisted ? 1 : 0),
    assisted: (v) => (v.last && v.assisted ? 1 : 0),
    answered: (v) => (v.last && v.outcome === 'answered' ? 1 : 0),
    lost: (v) => (v.last && LOST.includes(v.outcome) ? 1 : 0),
    moved: (v) => (v.last && MOVED.includes(v.outcome) ? 1 : 0),
  },
  read: ({ sums }) => ({ value: sums.direct, counts: { ...sums } }),
});
