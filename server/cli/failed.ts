// The ends of a command that are not its success: each is a sentence for whoever called it.
import { isDamage, SQLITE, sqliteCode } from '../log/folder-problem.ts';

/** The work failed, or was refused: the sentence says why and what to do. */
export class Failed extends Error {}

/** Ctrl-C or SIGTERM. The message says what stands now. */
export class Interrupted extends Error {}

/** What SQLite or the file system says, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (sqliteCode(error) === SQLITE.full || code === 'ENOSPC') return 'the disk is full; free some space.';
  if (isDamage(error)) return `the file is damaged, or no database (${message}).`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `it may not be written there (${message}).`;
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
