import { direct, handedOver, leftAssistant, resolved } from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  over: 'sessions',
  names: { en: 'Assistant deflection', ru: 'Решено помощником' },
  unit: 'ratio',
  formula: 'resolved ÷ (resolved + handed over + left): requests that no agent had to touch',
  goal: { look: 0.6, act: 0.5, bad: 'below' },
  sums: { resolved, handedOver, left: leftAssistant, direct },
  read: ({ sums }) => {
    const all = sums.resolved + sums.handedOver + sums.left;
    const variants = {
      resolved: ratio(sums.resolved, all),
      handed_over: ratio(sums.handedOver, all),
      left: ratio(sums.left, all),
    };
    return { value: variants.resolved, counts: { ...sums }, variants };
  },
});
