// Interval: Wilson 1927, without continuity correction; narrow samples stay within 0–1.
import { count, defineMetric } from '../metric.ts';

const Z = 1.96;
/** 4 and 5 of 5, and as much of any other scale. */
const SATISFIED_FROM = 0.75;
const COLOUR_FROM = 30;

export default defineMetric({
  names: { en: 'Customer satisfaction', ru: 'Удовлетворённость' },
  unit: 'ratio',
  formula: {
    en: 'responses of 4–5 of 5 ÷ n, with the Wilson interval of 95 %',
    ru: 'оценки 4–5 из 5 ÷ n, с интервалом Уилсона 95 %',
  },
  better: 'higher',
  usual: '24h',
  outcome: 'csat',
  goal: { look: 0.85, act: 0.75 },
  sums: {
    n: count('responses', (r) => (r.metric === 'csat' ? 1 : 0)),
    satisfied: count('responses', (r) => (r.metric === 'csat' && r.share >= SATISFIED_FROM ? 1 : 0)),
  },
  read: ({ sums: { n, satisfied } }) => {
    const counts = { n, satisfied };
    if (n === 0) return { value: null, counts };
    const share = satisfied / n;
    const middle = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
    const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
    return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half), counts };
  },
  // Colour changes only when the whole band clears the goal.
  judge: ({ value, low = 0, high = 1, counts }, goal) => {
    if (value === null || counts.n < COLOUR_FROM) return 'none';
    if (high < goal.act) return 'act';
    return high < goal.look ? 'look' : low >= goal.look ? 'fine' : 'none';
  },
});
