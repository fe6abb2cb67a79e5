// Numbers as Asterisk writes them, kept to what can be: a date can't be made of any number.

/** @returns 0 for what is no number from 0 to `most` */
export function amount(text: string | undefined, most: number): number {
  const found = Number(text ?? 0);
  return found >= 0 && found <= most ? found : 0;
}

/** Nobody waits, rings or talks for a month. */
export const LONGEST_S = 30 * 86_400;
/** epoch s, year 5138: as many digits as queue_log may have */
export const LATEST_S = 99_999_999_999;
