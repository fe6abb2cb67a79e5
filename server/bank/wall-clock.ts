// Local time of a zone → instants, as a file of local times needs it: one look at the zone's rules a day, so that days
// on which the clocks change are right and all others are cheap.
import { Temporal } from 'temporal-polyfill';

const DAY_S = 86_400;

/** Seconds after local midnight of a date (may pass 24 h) → epoch ms. */
export type WallClock = (date: string, seconds: number) => number;

interface Day {
  date: Temporal.PlainDate;
  /** epoch ms of midnight; null where the offset changes within the two days from then */
  midnightAt: number | null;
}

/** @throws RangeError for a zone or a date (1999-01-31) that does not exist */
export function createWallClock(zone: string): WallClock {
  const days = new Map<string, Day>();
  const exactly = (date: Temporal.PlainDate, seconds: number) =>
    date
      .add({ days: Math.floor(seconds / DAY_S) })
      .toPlainDateTime(Temporal.PlainTime.from('00:00').add({ seconds: seconds % DAY_S }))
      .toZonedDateTime(zone).epochMilliseconds;
  const dayOf = (text: string): Day => {
    const date = Temporal.PlainDate.from(text);
    const midnightAt = exactly(date, 0);
    const plain = exactly(date, 2 * DAY_S) - midnightAt === 2 * DAY_S * 1000;
    return { date, midnightAt: plain ? midnightAt : null };
  };
  return (text, seconds) => {
    let day = days.get(text);
    if (!day) days.set(text, (day = dayOf(text)));
    return day.midnightAt === null ? exactly(day.date, seconds) : day.midnightAt + seconds * 1000;
  };
}
