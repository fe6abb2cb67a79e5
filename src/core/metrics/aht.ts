import { handled, talkMs, wrapMs } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Average handling time', ru: 'Среднее время обработки' },
  unit: 's',
  formula: {
    en: '(talk + hold + wrap-up) ÷ handled; talk and hold count when the talk ends, wrap-up when it does',
    ru: '(разговор + удержание + постобработка) ÷ обработано; разговор учитывается в момент его конца, постобработка в момент своего',
  },
  better: 'lower',
  usual: '60m',
  goal: { look: 180, act: 240 },
  sums: { handled, talkMs, wrapMs },
  read: ({ sums }) => ({
    value: ratio((sums.talkMs + sums.wrapMs) / 1000, sums.handled),
    counts: { handled: sums.handled, talkSeconds: sums.talkMs / 1000, wrapSeconds: sums.wrapMs / 1000 },
  }),
});
