// When people ask for help: the course of a day and of a week, in the operator's local time.

/** per cent of a day's requests in the hour that begins at 0, 1, 2 … local time */
const HOURS = [
  0.9, 0.5, 0.35, 0.3, 0.3, 0.5, 1.0, 2.0, 3.6, 5.2, 6.6, 8.2, 8.4, 6.8, 5.6, 5.4, 6.2, 7.8, 8.7, 8.3, 6.2, 3.8, 2.1,
  1.3,
];
const MEAN = HOURS.reduce((sum, hour) => sum + hour, 0) / 24;
/** Sunday first; a week's mean is 1 */
const WEEKDAYS = [0.91, 1.05, 1.03, 1.02, 1.02, 1.02, 0.95];

const HOUR_MS = 3_600_000;
/** Europe/Moscow has been UTC+3 all the year since 2014. */
const MOSCOW_MS = 3 * HOUR_MS;

/** How many times the day's mean rate is asked for at this instant (epoch ms). */
export function demandAt(at: number): number {
  const localMs = at + MOSCOW_MS;
  const weekday = WEEKDAYS[(Math.floor(localMs / (24 * HOUR_MS)) + 4) % 7];
  return (weekday * smooth(localHour(at))) / MEAN;
}

/** 0 ≤ hour < 24, with its fraction */
export function localHour(at: number): number {
  return ((at + MOSCOW_MS) / HOUR_MS) % 24;
}

/** The instant of this local hour on the same local day. */
export function hourToday(at: number, hour: number): number {
  return at + (hour - localHour(at)) * HOUR_MS;
}

/** A line between the middles of the hours, so that the rate never jumps. */
function smooth(hour: number): number {
  const from = Math.floor(hour + 23.5) % 24;
  const share = (hour + 0.5) % 1;
  return HOURS[from] * (1 - share) + HOURS[(from + 1) % 24] * share;
}
