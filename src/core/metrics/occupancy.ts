import { count, defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  names: { en: 'Occupancy', ru: 'Занятость' },
  unit: 'ratio',
  formula: {
    en: '(contact + wrap-up time) ÷ (signed-in time − break time)',
    ru: '(время обращений + постобработка) ÷ (время на смене − перерывы)',
  },
  better: 'neither',
  usual: '60m',
  sums: {
    contactMs: count('agenttime', (a) => a.contactMs),
    wrapupMs: count('agenttime', (a) => a.wrapupMs),
    signedInMs: count('agenttime', (a) => a.signedInMs),
    breakMs: count('agenttime', (a) => a.breakMs),
  },
  read: ({ sums: { contactMs, wrapupMs, signedInMs, breakMs } }) => ({
    value: ratio(contactMs + wrapupMs, signedInMs - breakMs),
    counts: {
      contactSeconds: contactMs / 1000,
      wrapupSeconds: wrapupMs / 1000,
      signedInSeconds: signedInMs / 1000,
      breakSeconds: breakMs / 1000,
    },
  }),
});
