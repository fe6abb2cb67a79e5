// Alerts of a running server, with the rules that they are by and the webhooks that hear of them.
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Engine } from '#core/engine.ts';
import type { Metric } from '#core/metric.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import type { Settings } from '../config.ts';
import type { Ingest } from '../ingest.ts';
import type { EventLog } from '../log/event-log.ts';
import { Alerts } from './alerts.ts';
import { Looks } from './looks.ts';
import { RulesFile } from './rules-file.ts';
import { tellWebhooks } from './tell-webhooks.ts';
import { Webhooks } from './webhooks.ts';

interface Parts {
  settings: Settings;
  /** folder of the built web app */
  web: string;
  metrics: ReadonlyMap<string, Metric>;
  engine: Engine;
  log: EventLog;
  health: Ingest['health'];
  /** the sources as they are at an instant */
  views(at: number): SourceView[];
  /** epoch ms */
  now(): number;
  /** of what webhooks are told */
  language: string;
  onChanged(): void;
  logger: Logger;
}

/** Each is started and stopped by itself: rules before anybody asks for them, the others when the numbers are true. */
export function openAlerts(parts: Parts): { alerts: Alerts; rules: RulesFile; webhooks: Webhooks } {
  const { settings, web, metrics, engine, log, health, views, now, language, onChanged, logger } = parts;
  const webhooks = new Webhooks({ hooks: settings.webhooks, now, logger, onChanged: () => alerts.touched() });
  const rules = new RulesFile({
    folders: { data: settings.data, shipped: web },
    metrics,
    webhooks: webhooks.names,
    logger,
  });
  const alerts = new Alerts({
    log,
    rules: () => rules.rules.filter(({ off }) => !off),
    looks: (at) => {
      const isMissed = (source: string): boolean => health.get(source)?.rhythm.isMissed(at) ?? false;
      const looks = new Looks(engine, views(at), at, isMissed);
      return (rule) => looks.of(rule);
    },
    now,
    newId: randomUUID,
    webhooks: tellWebhooks({ webhooks, metrics, language }),
    onChanged,
    onError: (error) => logger.error({ err: error }, 'alerts could not be looked at, or written down'),
  });
  return { alerts, rules, webhooks };
}
