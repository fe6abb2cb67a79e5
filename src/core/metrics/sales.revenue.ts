// Amounts of several currencies have no sum: the currency travels as a number whose greatest and least must be the same.
import { count, defineMetric, type Sale } from '../metric.ts';

const isPriced = ({ outcome, amount }: Sale): boolean => outcome === 'won' && amount !== undefined;
/** Three letters as one number; 0 = no such code. */
const numberOf = (code: string): number => (/^[A-Z]{3}$/.test(code) ? parseInt(code, 36) : 0);
/** Nothing below any currency, so that sales without a price don't count as one. */
const NONE = -1e9;

export default defineMetric({
  names: { en: 'Revenue', ru: 'Выручка' },
  unit: 'money',
  formula: {
    en: 'Σ amount of the sales won in the window, where an amount was given; of one currency only',
    ru: 'Σ сумм продаж, состоявшихся в окне, где сумма названа; только в одной валюте',
  },
  better: 'higher',
  usual: 'today',
  outcome: 'won',
  sums: {
    won: count('sales', (s) => (s.outcome === 'won' ? 1 : 0)),
    priced: count('sales', (s) => (isPriced(s) ? 1 : 0)),
    minor: count('sales', (s) => (isPriced(s) ? (s.amount ?? 0) : 0)),
  },
  mosts: {
    currency: count('sales', (s) => (isPriced(s) ? numberOf(s.currency) : NONE)),
    otherCurrency: count('sales', (s) => (isPriced(s) ? -numberOf(s.currency) : NONE)),
  },
  read: ({ sums: { won, priced, minor }, mosts: { currency, otherCurrency } }) => {
    const counts = { won, priced };
    const isOne = currency !== null && currency > 0 && currency === -(otherCurrency ?? 0);
    if (priced === 0 || !isOne) return { value: null, counts };
    const code = currency.toString(36).toUpperCase();
    return { value: minor / 10 ** minorDigits(code), currency: code, counts: { ...counts, minorUnits: minor } };
  },
});

/** 2 for roubles, 0 for yen */
function minorDigits(code: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
