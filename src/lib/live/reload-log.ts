// When this tab loaded itself again: three times in ten minutes, and then it stays as it is. Something that a reload does
// not mend would make a screen flicker for ever.

export const MOST_RELOADS = 3;
export const RELOAD_SPAN_MS = 10 * 60_000;
export const RELOADS_KEY = 'tablo.reloads';

/** What outlives a reload: the tab's sessionStorage. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** Notes a reload. @param now epoch ms by this machine @returns false: not now, and nothing was noted */
export function noteReload(memory: Memory | null, now: number): boolean {
  try {
    const recent = reloadsIn(memory?.getItem(RELOADS_KEY) ?? null, now);
    if (recent.length >= MOST_RELOADS) return false;
    memory?.setItem(RELOADS_KEY, JSON.stringify([...recent, now]));
    // Without a memory a page would load itself for ever.
    return memory !== null;
  } catch {
    return false;
  }
}

/** What lies ahead was noted by a clock that was wrong. */
function reloadsIn(text: string | null, now: number): number[] {
  const noted: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(noted)) return [];
  return noted.filter((at): at is number => typeof at === 'number' && at <= now && at > now - RELOAD_SPAN_MS);
}
