// Tokens of senders, as the API answers them.
import type { TokenUse } from '#core/access/token-use.ts';

export interface Token {
  id: string;
  name: string;
  use: TokenUse;
  /** null: any */
  sources: string[] | null;
  madeBy: string;
  /** RFC 3339 */
  made: string;
  /** null: nobody showed it yet */
  seen: string | null;
  /** null: never */
  expires: string | null;
}

/** Told once. */
export interface MadeToken extends Token {
  token: string;
}
