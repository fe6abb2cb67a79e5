import { count, defineMetric, type Sale } from '../metric.ts';

const sales = (outcome: Sale['outcome']) => count('sales', (s) => (s.outcome === outcome ? 1 : 0));

export default defineMetric({
  names: { en: 'Sales', ru: 'Продажи' },
  unit: 'count',
  formula: {
    en: 'sales won in the window; one that is reversed later counts as reversed from then on, when it was',
    ru: 'продажи, состоявшиеся в окне; отменённая позже с той минуты считается отменённой',
  },
  better: 'higher',
  usual: 'today',
  outcome: 'won',
  sums: { won: sales('won'), lost: sales('lost'), open: sales('open'), reversed: sales('reversed') },
  read: ({ sums }) => ({ value: sums.won, counts: { ...sums } }),
});
