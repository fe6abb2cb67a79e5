import { defineMetric } from '../metric.ts';
import { expectedWait, staffingCounts, staffingState, STAFFING_SUMS } from '../staffing-state.ts';

export default defineMetric({
  names: { en: 'Expected wait', ru: 'Ожидание для следующего' },
  unit: 's',
  formula: {
    en: 'mean wait by Erlang A of the last 15 min: arrivals a second ± one deviation, average handling time, patience = Σ wait ÷ abandoned, people present; where nobody gave up: (waiting + 1) × handling time ÷ people present',
    ru: 'среднее ожидание по Эрлангу A за 15 мин: обращений в секунду ± одно стандартное отклонение, среднее время обработки, терпение = Σ ожидания ÷ потеряно, люди на месте; если никто не ушёл: (ожидают + 1) × время обработки ÷ люди',
  },
  better: 'lower',
  usual: 'now',
  fixed: '15m',
  goal: { look: 40, act: 80 },
  sums: STAFFING_SUMS,
  behind: 'visits',
  read: ({ sums, spanS, rules }) => {
    const counts = staffingCounts(sums);
    const state = staffingState(sums, spanS);
    const range = state && expectedWait(state, rules.thresholdS);
    return range ? { ...range, counts } : { value: null, counts };
  },
});
