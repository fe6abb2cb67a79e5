// People as /api/v1/people tells of them.
import type { Role } from '#core/access/rights.ts';

export interface Person {
  id: string;
  login: string;
  name: string;
  role: Role;
  /** ids; null: all */
  sites: string[] | null;
  /** RFC 3339; null: signs in */
  disabled: string | null;
  /** whether one is set */
  password: boolean;
  /** who says who they are; null: they have a password here */
  identity: { issuer: string; subject: string } | null;
}
