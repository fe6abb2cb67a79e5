// Margin: 95 % interval of the difference of two proportions of one sample; below n = 100 adjusted after Agresti and Min
// (Rocks 2016, "Interval estimation for the Net Promoter Score").
import { count, defineMetric, type SurveyResponse } from '../metric.ts';

const Z = 1.96;
const COLOUR_FROM = 30;
const scored = (is: (score: number) => boolean) =>
  count('responses', ({ metric, score }: SurveyResponse) => (metric === 'nps' && is(score) ? 1 : 0));

export default defineMetric({
  names: { en: 'NPS', ru: 'NPS' },
  unit: 'score',
  formula: {
    en: '100 × (promoters 9–10 − detractors 0–6) ÷ n, ± 1.96 × 100 × √((p + d − (p − d)²) ÷ n)',
    ru: '100 × (промоутеры 9–10 − критики 0–6) ÷ n, ± 1,96 × 100 × √((p + d − (p − d)²) ÷ n)',
  },
  better: 'higher',
  usual: '24h',
  outcome: 'nps',
  goal: { look: 60, act: 40 },
  sums: {
    promoters: scored((score) => score >= 9),
    passives: scored((score) => score >= 7 && score < 9),
    detractors: scored((score) => score < 7),
  },
  read: ({ sums: { promoters, passives, detractors } }) => {
    const n = promoters + passives + detractors;
    const counts = { n, promoters, passives, detractors };
    if (n === 0) return { value: null, counts };
    const value = (100 * (promoters - detractors)) / n;
    const margin = marginOf(promoters, detractors, n);
    return { value, margin, low: Math.max(-100, value - margin), high: Math.min(100, value + margin), counts };
  },
  // Colour changes only when the whole band clears the goal.
  judge: ({ value, margin = 0, counts }, goal) => {
    if (value === null || counts.n < COLOUR_FROM) return 'none';
    if (value + margin < goal.act) return 'act';
    return value + margin < goal.look ? 'look' : value - margin >= goal.look ? 'fine' : 'none';
  },
});

function marginOf(promoters: number, detractors: number, n: number): number {
  const adjust = n < 100;
  const size = adjust ? n + 3 : n;
  const p = (promoters + (adjust ? 0.75 : 0)) / size;
  const d = (detractors + (adjust ? 0.75 : 0)) / size;
  return Z * 100 * Math.sqrt((p + d - (p - d) ** 2) / size);
}
