import { count, defineMetric, type EndedVisit } from '../metric.ts';

const LOST: readonly string[] = ['abandoned', 'timed_out', 'closed', 'unknown'];
const MOVED: readonly string[] = ['overflowed', 'callback'];
const lastOnes = (is: (visit: EndedVisit) => boolean) => count('visits', (v) => (v.last && is(v) ? 1 : 0));

export default defineMetric({
  names: { en: 'Direct requests', ru: 'Обращения без бота' },
  unit: 'count',
  formula: {
    en: 'contacts whose last visit ended in the window and that no assistant handed over; counts tell how all of them ended',
    ru: 'обращения, чьё последнее ожидание завершилось в окне и которые бот не передавал; счётчики говорят, чем завершились все',
  },
  better: 'neither',
  usual: 'today',
  sums: {
    direct: lastOnes((v) => !v.assisted),
    assisted: lastOnes((v) => v.assisted),
    answered: lastOnes((v) => v.outcome === 'answered'),
    lost: lastOnes((v) => LOST.includes(v.outcome)),
    moved: lastOnes((v) => MOVED.includes(v.outcome)),
  },
  read: ({ sums }) => ({ value: sums.direct, counts: { ...sums } }),
});
