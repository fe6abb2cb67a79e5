// The ends of a command that are not its success: each is a sentence for whoever called it.

/** The work failed, or was refused: the sentence says why and what to do. */
export class Failed extends Error {}

/** Ctrl-C or SIGTERM. The message says what stands now. */
export class Interrupted extends Error {}

const FULL = 13;
const CORRUPT = [11, 26];

/** What SQLite or the file system says, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const { errcode, code, message } = error as { errcode?: number; code?: string; message: string };
  if (errcode === FULL || code === 'ENOSPC') return 'the disk is full; free some space.';
  if (errcode !== undefined && CORRUPT.includes(errcode & 0xff))
    return `the file is damaged, or no database (${message}).`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `it may not be written there (${message}).`;
  return `${message}.`;
}
