import { LEVEL_FORMULA, levelsOf, LEVEL_SUMS } from '../service-levels.ts';
import { defineMetric } from '../metric.ts';

export default defineMetric({
  names: { en: 'Service level', ru: 'Уровень сервиса' },
  unit: 'ratio',
  formula: { en: LEVEL_FORMULA, ru: LEVEL_FORMULA },
  better: 'higher',
  usual: '15m',
  goal: { look: 0.8, act: 0.7 },
  sums: LEVEL_SUMS,
  read: ({ sums, rules }) => {
    const variants = levelsOf(sums, 0);
    const variant = rules.serviceLevel;
    return { value: variants[variant], counts: { ...sums }, variants, variant };
  },
});
