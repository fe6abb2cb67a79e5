// What the claims of a provider make of a person in Tablo: their name, role and sites. Claims are the outside's: whatever
// is not as it should be counts as not there.
import { createHash } from 'node:crypto';
import type { Role } from '#core/access/rights.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { OidcSettings } from './oidc-settings.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface Vouched {
  name: string;
  /** as /access and the audit log tell them apart; no login that could be typed */
  login: string;
  role: Role;
  /** null: all */
  sites: string[] | null;
}

/** Who may most comes first. */
const BY_MIGHT: readonly Role[] = ['administrator', 'leader', 'supervisor', 'integrator', 'viewer'];
const ALL_SITES = '*';
const LONGEST_NAME = 80;
const MOST_VALUES = 5000;

/** @returns "no_role", "no_site" */
export function vouchedIn(
  claims: Claims,
  settings: Pick<OidcSettings, 'roleClaim' | 'roles' | 'sites'>,
): Result<Vouched> {
  const values = valuesAt(claims, settings.roleClaim);
  const given = new Map(Object.entries(settings.roles));
  const roles = new Set(values.map((value) => given.get(value)));
  const role = BY_MIGHT.find((one) => roles.has(one));
  if (!role) return fail('no_role', `"${settings.roleClaim}" has no value that a role was given to.`);
  const sites = sitesIn(claims, values, settings.sites);
  if (sites?.length === 0) return fail('no_site', 'There is no site in the claims.');
  return ok({ ...namesIn(claims), role, sites });
}

/** Whether all that is looked at is there: otherwise the provider is asked for more. */
export const hasAll = (claims: Claims, { roleClaim, sites }: Pick<OidcSettings, 'roleClaim' | 'sites'>): boolean =>
  ['name', roleClaim, ...(typeof sites === 'string' ? [sites] : [])].every((path) => at(claims, path) !== undefined);

function sitesIn(claims: Claims, values: readonly string[], sites: OidcSettings['sites']): string[] | null {
  if (sites === undefined) return null;
  const given = typeof sites === 'string' ? null : new Map(Object.entries(sites));
  const found = typeof sites === 'string' ? valuesAt(claims, sites) : values.map((value) => given?.get(value));
  const ids = [...new Set(found.filter((id) => id !== undefined))].sort();
  return ids.includes(ALL_SITES) ? null : ids;
}

function namesIn(claims: Claims): Pick<Vouched, 'name' | 'login'> {
  const said = ['preferred_username', 'email', 'sub'].map((claim) => plain(claims[claim])).find((text) => text !== '');
  const username = said ?? 'somebody';
  return { name: plain(claims.name) || username, login: `oidc:${username.toLowerCase()}` };
}

/** As a list and a log can show it. */
const plain = (said: unknown): string =>
  typeof said === 'string'
    ? said
        .replace(/[\p{C}\s]+/gu, ' ')
        .trim()
        .slice(0, LONGEST_NAME)
    : '';

/** Texts of a claim that holds one, or a list of them. */
function valuesAt(claims: Claims, path: string): string[] {
  const found = at(claims, path);
  const all: unknown[] = Array.isArray(found) ? found.slice(0, MOST_VALUES) : [found];
  return all.filter((value) => typeof value === 'string');
}

/** A name may have dots in it, and dots lead further in: "https://example.org/roles", "realm_access.roles". */
function at(claims: unknown, path: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined;
  if (Object.hasOwn(claims, path)) return (claims as Claims)[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const found = Object.hasOwn(claims, head) ? at((claims as Claims)[head], path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Who a provider says it is, in a form that tells nobody else who. */
export const identityHash = ({ issuer, subject }: { issuer: string; subject: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex');
