// Which of a fixed number of rows shows which queue. A queue keeps its row as long as it is on the screen, so that a
// change of order moves rows instead of rewriting them.

/** @param last what the slots held @param shown ids to hold now, at most as many as there are slots */
export function assignSlots(
  last: readonly (string | null)[],
  shown: readonly string[],
  slots: number,
): (string | null)[] {
  const waiting = new Set(shown);
  const next: (string | null)[] = [];
  for (let i = 0; i < slots; i++) {
    const id = last[i] ?? null;
    next.push(id !== null && waiting.delete(id) ? id : null);
  }
  const newcomers = [...waiting];
  for (let i = 0; i < slots && newcomers.length > 0; i++) if (next[i] === null) next[i] = newcomers.shift() as string;
  return next;
}
