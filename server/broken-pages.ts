// What is said of a write-ahead log whose end is not whole.

/** After a kill or a power cut this is what was being written; otherwise it is damage. */
export function brokenPages(n: number): string {
  return (
    `${n} pages at the end of the write-ahead log are not whole and were left out. If the machine lost power, they were ` +
    'being written and nothing of them was acknowledged. If it did not, the disk is damaged, and what was acknowledged ' +
    'last may be missing: see "tablo doctor"'
  );
}
