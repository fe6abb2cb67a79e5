import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'First contact resolution', ru: 'Решено с первого обращения' },
  unit: 'ratio',
  formula: {
    en: 'contacts with no repeat of the same customer within 7 days ÷ contacts whose customer is known; of the last 7 days, as far as known today',
    ru: 'обращения, после которых клиент не вернулся за 7 дней ÷ обращения известных клиентов; за последние 7 дней — по известному на сегодня',
  },
  better: 'higher',
  usual: '7d',
  sums: {
    contacts: count('repeats', (c) => (c.returned === undefined ? 0 : 1)),
    repeated: count('repeats', (c) => (c.returned === true ? 1 : 0)),
    unknown: count('repeats', (c) => (c.returned === undefined ? 1 : 0)),
  },
  read: ({ sums }) => ({ value: ratio(sums.contacts - sums.repeated, sums.contacts), counts: { ...sums } }),
});
