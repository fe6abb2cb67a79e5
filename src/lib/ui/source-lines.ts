// How sources stand: which is in trouble, whose clock is wrong, in which order they are read.
import type { Level } from '#core/level.ts';
import type { SourceView } from '#core/view/floor-view.ts';

export interface SourceLine extends SourceView {
  name: string;
  level: Level;
}

const LEVELS: Record<SourceView['state'], Level> = { up: 'fine', lag: 'look', resync: 'look', gap: 'act', down: 'act' };
const RANK: Record<Level, number> = { act: 0, look: 1, fine: 2, none: 3 };
/** ms; what comes from the future has a clock that is ahead */
const AHEAD_MS = -1_000;
/** ms; the quickest of its events took longer than any network does */
const BEHIND_MS = 30_000;

export const levelOfSource = ({ state }: Pick<SourceView, 'state'>): Level => LEVELS[state];

export function bySourceTrouble<Line extends Pick<SourceLine, 'id' | 'level'>>(lines: readonly Line[]): Line[] {
  return [...lines].sort((a, b) => RANK[a.level] - RANK[b.level] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** @param skewMs the smallest seen − happened */
export function clockOf(skewMs: number | null): 'unknown' | 'right' | 'ahead' | 'behind' {
  if (skewMs === null) return 'unknown';
  return skewMs < AHEAD_MS ? 'ahead' : skewMs > BEHIND_MS ? 'behind' : 'right';
}
