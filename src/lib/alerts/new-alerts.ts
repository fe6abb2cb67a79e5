// Which alerts of a frame are new: those that ask for somebody and did not in the frames before. What was there when the
// page came is not new.
import { isLoud, type AlertsView, type OpenAlert } from '#core/alert/alert.ts';

export class NewAlerts {
  #known: Set<string> | null = null;

  /** @param now epoch ms */
  of(view: AlertsView, now: number): OpenAlert[] {
    const loud = view.open.filter((alert) => alert.notifiedAt !== null && isLoud(alert, now));
    const known = this.#known;
    this.#known = new Set(loud.map(nameOf));
    return known === null ? [] : loud.filter((alert) => !known.has(nameOf(alert)));
  }
}

/** One that was put off and is told again is new again. */
const nameOf = ({ id, notifiedAt }: OpenAlert): string => `${id} ${notifiedAt}`;
