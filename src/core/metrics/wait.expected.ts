import { defineMetric } from '../metric.ts';
import { erlangA } from '../staffing.ts';
import { staffingCounts, staffingState, STAFFING_SUMS, type StaffingState } from '../staffing-state.ts';

interface Range {
  value: number;
  low: number;
  high: number;
}

export default defineMetric({
  names: { en: 'Expected wait', ru: 'Ожидание для следующего' },
  unit: 's',
  formula: {
    en: 'mean wait by Erlang A of the last 15 min: arrivals a second ± one deviation, average handling time, patience = Σ wait ÷ abandoned, people present; where nobody gave up: (waiting + 1) × handling time ÷ people present',
    ru: 'среднее ожидание по Эрлангу A за 15 мин: приход в секунду ± одно отклонение, среднее время обработки, терпение = Σ ожидания ÷ потеряно, люди на месте; если никто не ушёл: (ожидают + 1) × время обработки ÷ люди',
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
    if (!state || state.servers === 0) return { value: null, counts };
    const range =
      state.patienceS === null ? byQueueLength(state) : bySteadyState(state, state.patienceS, rules.thresholdS);
    return { ...range, counts };
  },
});

function bySteadyState(state: StaffingState, patienceS: number, thresholdS: number): Range {
  const { handleS, servers } = state;
  const at = (perSecond: number) =>
    perSecond === 0 ? 0 : erlangA({ perSecond, handleS, patienceS, servers, thresholdS }).waitS;
  return { value: at(state.perSecond.mean), low: at(state.perSecond.low), high: at(state.perSecond.high) };
}

function byQueueLength({ waiting, handleS, servers }: StaffingState): Range {
  const ahead = waiting + 1;
  const at = (people: number) => (Math.max(0, people) * handleS) / servers;
  return { value: at(ahead), low: at(ahead - Math.sqrt(ahead)), high: at(ahead + Math.sqrt(ahead)) };
}
