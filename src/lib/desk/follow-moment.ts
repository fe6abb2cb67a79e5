// A part of the desk has a feed of its own, and plays along with the desk's: it is sent elsewhere only when it is not where
// it should be.
import type { Moment } from '#core/protocol/moment.ts';

/** Frames of two views that play come a second apart at most; so many seconds of playing more are another place. */
const APART_S = 3;

/** @param shown what the part shows, or was sent to last @param wanted what the desk shows; null: the present */
export function isElsewhere(shown: Moment | null, wanted: Moment | null): boolean {
  if (shown === null || wanted === null) return shown !== wanted;
  if (shown.speed !== wanted.speed) return true;
  const apartMs = Math.abs(shown.at - wanted.at);
  return wanted.speed === 0 ? apartMs > 0 : apartMs > APART_S * 1000 * wanted.speed;
}
