import {
  abandoned,
  abandonedShort,
  abandonedWithinT,
  answered,
  answeredWithinT,
  callbacks,
  callbacksWithinT,
} from '../counts.ts';
import { defineMetric, ratio } from '../metric.ts';

export default defineMetric({
  over: 'visits',
  names: { en: 'Service level', ru: 'Уровень сервиса' },
  unit: 'ratio',
  formula:
    'positive (ansT + abT) ÷ (ans + ab) · answered ansT ÷ ans · negative ansT ÷ (ans + ab) · ' +
    'ignore ansT ÷ (ans + ab − abT) · short-positive (ansT + abS) ÷ (ans + ab) · ' +
    'short-removed ansT ÷ (ans + ab − abS) · removed (ansT + abT + cbT) ÷ (ans + ab + cb)',
  goal: { look: 0.8, act: 0.7, bad: 'below' },
  sums: { answered, answeredWithinT, abandoned, abandonedWithinT, abandonedShort, callbacks, callbacksWithinT },
  read: ({ sums, rules }) => {
    const { answered: ans, answeredWithinT: ansT, abandoned: ab, abandonedWithinT: abT, abandonedShort: abS } = sums;
    const variants: Record<string, number | null> = {
      positive: ratio(ansT + abT, ans + ab),
      answered: ratio(ansT, ans),
      negative: ratio(ansT, ans + ab),
      ignore: ratio(ansT, ans + ab - abT),
      'short-positive': ratio(ansT + abS, ans + ab),
      'short-removed': ratio(ansT, ans + ab - abS),
      removed: ratio(ansT + abT + sums.callbacksWithinT, ans + ab + sums.callbacks),
    };
    return { value: variants[rules.serviceLevel] ?? null, counts: { ...sums }, variants };
  },
});
