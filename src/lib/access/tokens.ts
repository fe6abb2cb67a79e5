// Tokens of senders, as the API answers them.

export const USES = ['events', 'events,metrics', 'numbers'] as const;
export type Use = (typeof USES)[number];

export interface Token {
  id: string;
  name: string;
  use: Use;
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
