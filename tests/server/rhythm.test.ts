// Who is missed: by how often each sender is usually heard.
import { describe, expect, it } from 'vitest';
import { Rhythm } from '../../server/rhythm.ts';

const MINUTE = 60_000;

/** Heard every so often, for so long. @returns the rhythm and when it was heard last */
function heardEvery(stepMs: number, forMs: number, rhythm = new Rhythm(), from = 1): [Rhythm, number] {
  let at = from;
  for (; at < from + forMs; at += stepMs) rhythm.heard(at);
  return [rhythm, at - stepMs];
}

describe('a sender is missed', () => {
  it('half a minute after it falls silent, where it speaks every second', () => {
    const [rhythm, last] = heardEvery(1000, 15 * MINUTE);
    expect(rhythm.isMissed(last + 30_000)).toBe(false);
    expect(rhythm.isMissed(last + 30_001)).toBe(true);
  });

  it('after three of its own pauses, where these are long', () => {
    const [rhythm, last] = heardEvery(5 * MINUTE, 60 * MINUTE);
    expect(rhythm.isMissed(last + 15 * MINUTE)).toBe(false);
    expect(rhythm.isMissed(last + 15 * MINUTE + 1)).toBe(true);
  });

  it('not before it has been known for ten minutes, and never when it was not heard', () => {
    const [rhythm, last] = heardEvery(1000, 9 * MINUTE);
    expect(rhythm.isMissed(last + 60 * MINUTE)).toBe(false);
    expect(new Rhythm().isMissed(Date.now())).toBe(false);
  });

  it('sooner again when a long pause is long ago', () => {
    const [rhythm, last] = heardEvery(1000, 15 * MINUTE);
    const [, end] = heardEvery(1000, 180 * MINUTE, rhythm, last + 60 * MINUTE);
    expect(rhythm.isMissed(end + MINUTE)).toBe(true);
  });
});
