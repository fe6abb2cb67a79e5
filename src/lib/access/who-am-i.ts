// Asks the server who it takes this browser for, and what that one may do. Small: walls and kiosks load it, too.
import type { Right, Role } from '#core/access/rights.ts';

export interface Me {
  /** nobody: the doors are closed, and this browser has shown nothing that is known */
  kind: 'anyone' | 'person' | 'screen' | 'sender' | 'nobody';
  id: string;
  name: string;
  /** of a person; null: of nobody else */
  role: Role | null;
  rights: Right[];
  /** ids of the sites that are seen; null: all */
  sites: string[] | null;
  /** anyone who reaches the server may look in */
  open: boolean;
  /** only this machine reaches it */
  loopback: boolean;
  /** of a screen: the path that it shows */
  screen: string | null;
  /** there is no administrator who can come in */
  first: boolean;
  /** what people call the provider that they may sign in with; null: there is none */
  provider: string | null;
  /** people may sign in with passwords */
  passwords: boolean;
  /** a provider says who they are: they have no password here */
  vouched: boolean;
}

const PATIENCE_MS = 5_000;

/** What the server says now, never what was kept; asked for by the hour it exchanges the cookie. @returns null: no answer */
export async function askWhoIAm(): Promise<Me | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch('/api/v1/me', { cache: 'no-store', signal: patience.signal });
    return response.ok ? ((await response.json()) as Me) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
