// An alert as the API and webhooks give it: instants in RFC 3339.
import type { Alert, EndedAlert, OpenAlert } from '#core/alert/alert.ts';

type Any = Alert & Partial<Pick<OpenAlert, 'state' | 'isQuiet'> & Pick<EndedAlert, 'endedAt' | 'ending'>>;

export function publicAlert(alert: Any): object {
  const { startedAt, firedAt, snoozedUntil, notifiedAt, acknowledged, endedAt, ...rest } = alert;
  return {
    ...rest,
    started: time(startedAt),
    fired: time(firedAt),
    acknowledged: acknowledged && { at: time(acknowledged.at), by: acknowledged.by, note: acknowledged.note },
    snoozedUntil: snoozedUntil === null ? null : time(snoozedUntil),
    notified: notifiedAt === null ? null : time(notifiedAt),
    ...(endedAt === undefined ? {} : { ended: time(endedAt) }),
  };
}

const time = (at: number): string => new Date(at).toISOString();
