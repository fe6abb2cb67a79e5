import { direct, handedOver, leftAssistant, resolved } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Asked for a person at once', ru: 'Сразу просили человека' },
  unit: 'ratio',
  formula: {
    en: 'sessions in which the customer asked for a person at once ÷ all sessions',
    ru: 'сессии, где клиент сразу попросил человека ÷ все сессии',
  },
  better: 'neither',
  usual: 'today',
  sums: { direct, resolved, handedOver, left: leftAssistant },
  read: ({ sums }) => {
    const sessions = sums.resolved + sums.handedOver + sums.left;
    return { value: ratio(sums.direct, sessions), counts: { direct: sums.direct, sessions } };
  },
});
