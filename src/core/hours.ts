// Hours of the week by the clock on a site's wall, such as a night that begins on Fridays at 22:00.

export interface Hours {
  /** wall clock of the site, "22:00" */
  from: string;
  /** "06:00": where it is before `from`, it is the next day's; equal to it: all day */
  to: string;
  /** weekdays on which they begin, 1 = Monday … 7 = Sunday; absent: every day */
  days?: readonly number[];
}

/**
 * @param minutes of the site's wall clock since midnight
 * @param weekday 1 = Monday … 7 = Sunday
 */
export function isInHours({ from, to, days }: Hours, minutes: number, weekday: number): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const begins = (day: number): boolean => days === undefined || days.includes(day);
  if (start < end) return begins(weekday) && minutes >= start && minutes < end;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return (minutes >= start && begins(weekday)) || (minutes < end && begins(yesterday));
}

/** @param clock "22:00" @returns since midnight */
export function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
