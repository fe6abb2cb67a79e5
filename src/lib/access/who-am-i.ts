// Asks the server who it takes this browser for, and what that one may do. Small: walls and kiosks load it, too.
import type { MeAnswer } from '#core/access/answers.ts';

const PATIENCE_MS = 5_000;

/** What the server says now, never what was kept; asked for by the hour it exchanges the cookie. @returns null: no answer */
export async function askWhoIAm(): Promise<MeAnswer | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch('/api/v1/me', { cache: 'no-store', signal: patience.signal });
    return response.ok ? ((await response.json()) as MeAnswer) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
