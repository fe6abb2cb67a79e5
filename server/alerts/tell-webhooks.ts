// What webhooks are told of an alert: which of them, and the words. "text" is what chat systems show.
import type { EndedAlert } from '#core/alert/alert.ts';
import { alertSentence } from '#core/alert/sentence.ts';
import type { Metric } from '#core/metric.ts';
import type { Told } from './alerts.ts';
import { publicAlert } from './public-alert.ts';
import type { Delivery, Webhooks } from './webhooks.ts';

const MARKS = { act: '■', look: '▲' } as const;
const WORDS = {
  en: { acknowledged: 'acknowledged by' },
  ru: { acknowledged: 'принято:' },
} as const;

export interface TellingOptions {
  webhooks: Webhooks;
  metrics: ReadonlyMap<string, Pick<Metric, 'names'>>;
  /** of the texts */
  language: string;
}

/** As the alerts need it. */
export function tellWebhooks({ webhooks, metrics, language }: TellingOptions) {
  return {
    tell: (told: Told): void => {
      const { webhooks: asked = true } = told.rule?.notify ?? {};
      const to =
        asked === true ? webhooks.names : asked === false ? [] : webhooks.names.filter((n) => asked.includes(n));
      if (to.length === 0) return;
      const body = JSON.stringify({
        type: `alert.${told.what}`,
        timestamp: new Date(told.at).toISOString(),
        text: textOf(told, metrics, language),
        data: publicAlert(told.alert),
      });
      // One that was put off fires again: another message.
      for (const name of to) webhooks.send(`${told.alert.id}.${told.what}.${Math.floor(told.at)}`, name, body);
    },
    outbox: (): unknown => webhooks.waiting(),
    restore: (outbox: unknown): void => webhooks.restore((outbox ?? []) as Delivery[]),
  };
}

function textOf({ what, alert, at }: Told, metrics: TellingOptions['metrics'], language: string): string {
  const names = alert.metric === null ? undefined : metrics.get(alert.metric.id)?.names;
  const isOver = what === 'ended';
  const until = isOver ? (alert as EndedAlert).endedAt : at;
  const sentence = alertSentence(alert, names, until, language, isOver);
  const text = `${isOver ? '●' : MARKS[alert.severity]} ${sentence}`;
  if (what !== 'acknowledged' || !alert.acknowledged) return text;
  const { by, note } = alert.acknowledged;
  const { acknowledged } = WORDS[language.startsWith('ru') ? 'ru' : 'en'];
  return `${text} — ${acknowledged} ${by}${note === '' ? '' : `: ${note}`}`;
}
