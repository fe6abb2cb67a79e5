// The token of this tab, until it is closed: for a server that takes changes from nobody, but from who has its token.
import type { Problem } from '#core/result.ts';
import { whoIAm } from './me.svelte.ts';

const KEY = 'tablo.token';

/** Whether something was refused for want of the token, or for a wrong one. */
export const wantsToken = (problem: Problem | null): boolean =>
  problem?.code === 'no_token' || problem?.code === 'wrong_token';

export function keepToken(token: string): void {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Without a store it is asked for again.
  }
}

/** Of who is signed in none: a token would be somebody else's right beside one's own. */
export function tokenHeader(): Record<string, string> {
  const token = whoIAm()?.kind === 'person' ? null : keptToken();
  return token ? { authorization: `Bearer ${token}` } : {};
}

function keptToken(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
