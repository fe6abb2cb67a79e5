import { defineMetric } from '../metric.ts';
import { requiredPeople, staffingCounts, staffingState, STAFFING_SUMS } from '../staffing-state.ts';

export default defineMetric({
  names: { en: 'People required', ru: 'Нужно людей' },
  unit: 'people',
  formula: {
    en: 'the least people for whom Erlang A answers the goal of service.level within T, from arrivals, handling time and patience of the last 15 min; low and high by arrivals ± one deviation. People of several queues count whole in each',
    ru: 'наименьшее число людей, при котором по Эрлангу A достигается цель service.level за T; поток обращений, время обработки и терпение взяты за 15 мин; границы — при потоке ± одно стандартное отклонение. Работающие в нескольких очередях учтены в каждой целиком',
  },
  better: 'neither',
  usual: 'now',
  fixed: '15m',
  sums: STAFFING_SUMS,
  behind: 'agents',
  read: ({ sums, spanS, rules: { thresholdS, serviceTarget } }) => {
    const counts = staffingCounts(sums);
    const state = staffingState(sums, spanS);
    return state ? { ...requiredPeople(state, thresholdS, serviceTarget), counts } : { value: null, counts };
  },
});
