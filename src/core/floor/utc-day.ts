// Days of UTC by their number since the epoch: into these history is parted, whatever the zones of its sites. Days by a
// site's clock are local-day.ts's.
import type { Span } from '../window.ts';

export const DAY_MS = 24 * 3_600_000;

/** @param at epoch ms */
export const utcDayOf = (at: number): number => Math.floor(at / DAY_MS);

export const spanOfUtcDay = (day: number): Span => ({ fromAt: day * DAY_MS, toAt: (day + 1) * DAY_MS });
