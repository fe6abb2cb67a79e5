import { defineMetric } from '../metric.ts';
import { requiredPeople, staffingCounts, staffingState, STAFFING_SUMS } from '../staffing-state.ts';

export default defineMetric({
  names: { en: 'Staffing gap', ru: 'Нехватка людей' },
  unit: 'people',
  formula: {
    en: 'people required − people present: above 0 so many are short, below 0 so many may go on break',
    ru: 'нужно людей − на месте: больше 0 — столько не хватает, меньше 0 — столько могут уйти на перерыв',
  },
  better: 'lower',
  usual: 'now',
  fixed: '15m',
  goal: { look: 0, act: 5 },
  sums: STAFFING_SUMS,
  behind: 'agents',
  read: ({ sums, spanS, rules: { thresholdS, serviceTarget } }) => {
    const counts = staffingCounts(sums);
    const state = staffingState(sums, spanS);
    if (!state) return { value: null, counts };
    const { value, low, high } = requiredPeople(state, thresholdS, serviceTarget);
    const { present } = state;
    return { value: value - present, low: low - present, high: high - present, counts };
  },
  // Colour changes only when the whole range says so.
  judge: ({ value, low = 0, high = 0 }, goal) => {
    if (value === null) return 'none';
    if (low > goal.act) return 'act';
    return low > goal.look ? 'look' : high <= goal.look ? 'fine' : 'none';
  },
});
