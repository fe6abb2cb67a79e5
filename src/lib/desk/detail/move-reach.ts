// How many people the what-if lets somebody move, to either side: enough to close the gap twice, in round numbers, and no
// more than there are.

const LEAST = 10;
const MOST = 500;
const STEP = 5;

/** @param move what is asked for now: the reach never falls below it, or the control would move by itself */
export function moveReach(gap: number, present: number, move: number): number {
  const wanted = Math.max(2 * Math.abs(gap), present * 0.1, LEAST);
  return Math.max(Math.abs(move), Math.min(MOST, Math.ceil(wanted / STEP) * STEP));
}
