// What the clock on a site's wall says: the time of the day and the weekday, whatever was done to its clocks that night.

export interface ZoneTime {
  /** since midnight by the wall clock */
  minutes: number;
  /** 1 = Monday … 7 = Sunday */
  weekday: number;
}

const WEEKDAYS: Record<string, number> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };
// Dear to make, cheap to keep.
const formats = new Map<string, Intl.DateTimeFormat>();

/** @param zone IANA name @param at epoch ms */
export function zoneTime(zone: string, at: number): ZoneTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
    weekday: WEEKDAYS[parts.weekday],
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const shown = { hour: '2-digit', minute: '2-digit', weekday: 'short', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { ...shown, timeZone: zone });
  formats.set(zone, format);
  return format;
}
