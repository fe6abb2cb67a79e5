// What the API answers about who asks, people, tokens and screens: the server makes these, the pages about them show them.
// Instants are RFC 3339.
import type { Level } from '../level.ts';
import type { Report } from '../protocol/messages.ts';
import type { Health } from '../screen-health.ts';
import type { AuditVerb } from './audit-verb.ts';
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

/** Of /api/v1/me/sign-ins. */
export interface SignInAnswer {
  id: string;
  made: string;
  seen: string;
  /** null: it holds until it is ended */
  expires: string | null;
  address: string;
  browser: string;
  /** the one that asks */
  current: boolean;
}

/** Of /api/v1/audit. */
export interface AuditLineAnswer {
  seq: number;
  at: string;
  who: string;
  what: AuditVerb;
  about: string;
  address: string;
  hash: string;
}

/** Of /api/v1/screens: one that was paired. */
export interface ScreenAnswer {
  id: string;
  name: string;
  place: string;
  path: string;
  names: boolean;
  pairedBy: string;
  paired: string;
  /** it can come in; false: it has to be paired again */
  credential: boolean;
  online: boolean;
  /** since when it is; null: it is not */
  connected: string | null;
  /** when it was heard of last */
  seen: string | null;
  health: Health;
  level: Level;
  /** what it told last; null: nothing */
  report: ScreenReportAnswer | null;
  /** it proves that it is the device that was paired; false: it has a cookie only */
  device: boolean;
  address: string;
  browser: string;
}

/** What it said of itself, with when. */
export interface ScreenReportAnswer extends Omit<Report, 't' | 'unpaintedMs'> {
  at: string;
  /** up to then all that it heard was on its screen */
  painted: string;
  /** that is the build which the server serves */
  current: boolean;
}
