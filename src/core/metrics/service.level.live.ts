import { overdue } from '../counts.ts';
import { defineMetric } from '../metric.ts';
import { LEVEL_FORMULA, levelsOf, LEVEL_SUMS } from '../service-levels.ts';

export default defineMetric({
  names: { en: 'Service level, live', ru: 'Уровень сервиса, текущий' },
  unit: 'ratio',
  formula: {
    en: `as service.level, but who waits longer than T now is a miss already: added below the line. ${LEVEL_FORMULA}`,
    ru: `как service.level, но кто сейчас ждёт дольше T, уже считается промахом: прибавлен к знаменателю. ${LEVEL_FORMULA}`,
  },
  better: 'higher',
  usual: '15m',
  goal: { look: 0.8, act: 0.7 },
  sums: { ...LEVEL_SUMS, overdue },
  read: ({ sums, rules }) => {
    const variants = levelsOf(sums, sums.overdue);
    const variant = rules.serviceLevel;
    return { value: variants[variant], counts: { ...sums }, variants, variant };
  },
});
