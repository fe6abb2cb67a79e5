// What the API answers about who asks, people and tokens: the server makes these, the pages about them show them.
// Instants are RFC 3339.
import type { Right, Role } from './rights.ts';
import type { TokenUse } from './token-use.ts';

/** Of /api/v1/me. */
export interface MeAnswer {
  /** nobody: the doors are closed, and this browser has shown nothing that is known */
  kind: 'anyone' | 'person' | 'screen' | 'sender' | 'nobody';
  id: string;
  name: string;
  /** of a person; null: of nobody else */
  role: Role | null;
  rights: Right[];
  /** ids of the sites that are seen; null: all */
  sites: readonly string[] | null;
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

/** Of /api/v1/people. */
export interface PersonAnswer {
  id: string;
  login: string;
  name: string;
  role: Role;
  /** ids; null: all */
  sites: string[] | null;
  made: string;
  /** null: signs in */
  disabled: string | null;
  /** whether one is set */
  password: boolean;
  /** who says who they are; null: they have a password here */
  identity: { issuer: string; subject: string } | null;
}

/** Of /api/v1/tokens. */
export interface TokenAnswer {
  id: string;
  name: string;
  use: TokenUse;
  /** CloudEvents sources that it may send events of; null: any */
  sources: string[] | null;
  madeBy: string;
  made: string;
  /** to the minute; null: nobody showed it yet */
  seen: string | null;
  /** null: never */
  expires: string | null;
}

/** Of its making, and only then. */
export interface MadeTokenAnswer extends TokenAnswer {
  token: string;
}
