// What a wall says of alerts: the most urgent that asks for somebody, and how many more.
import { isLoud, isOfScope, type AlertsView, type OpenAlert } from '#core/alert/alert.ts';

export interface Asking {
  alert: OpenAlert;
  /** others like it */
  more: number;
}

/** @param scope of the wall, as in the API @param now epoch ms */
export function askingOnWall(view: AlertsView | null, scope: string, now: number): Asking | null {
  const asking = (view?.open ?? []).filter(
    (alert) => alert.severity === 'act' && alert.state === 'firing' && isLoud(alert, now) && isOfScope(alert, scope),
  );
  return asking.length === 0 ? null : { alert: asking[0], more: asking.length - 1 };
}
