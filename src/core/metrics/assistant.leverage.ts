import { handled, handedOver, leftAssistant, resolved, talkMs, wrapMs } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Assistant leverage', ru: 'Бот вместо людей' },
  unit: 'people',
  formula: {
    en: 'resolved × average handling time ÷ length of the window: people busy all the time whom the assistant stands for; perPoint = what one point of deflection is in people',
    ru: 'решено × среднее время обработки ÷ длина окна: сколько постоянно занятых людей заменяет бот; perPoint = сколько людей в одном процентном пункте',
  },
  better: 'higher',
  usual: '60m',
  sums: { resolved, handedOver, left: leftAssistant, handled, talkMs, wrapMs },
  read: ({ sums, spanS }) => {
    const handlingS = ratio((sums.talkMs + sums.wrapMs) / 1000, sums.handled);
    const sessions = sums.resolved + sums.handedOver + sums.left;
    const { resolved, handled } = sums;
    const counts = { resolved, sessions, handled, handlingSeconds: (sums.talkMs + sums.wrapMs) / 1000 };
    if (handlingS === null || spanS === 0 || sessions === 0) return { value: null, counts };
    const people = (requests: number) => (requests * handlingS) / spanS;
    return { value: people(resolved), counts, variants: { perPoint: people(0.01 * sessions) } };
  },
});
