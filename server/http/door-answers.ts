// What resources about people, keys and screens take and answer in common, and how a change is noted in the audit log.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { AuditVerb } from '#core/access/audit-verb.ts';
import { ROLES } from '#core/access/rights.ts';
import { asAudited } from '../access/asker.ts';
import type { From } from '../access/doors.ts';
import { WithHeaders, type ResourceContext } from './resource.ts';

const LONGEST_AGENT = 200;
export const MOST_BYTES = 16 * 1024;

export const login = z
  .string()
  .regex(/^[\p{L}\p{N}._@+-]{1,80}$/u, 'must be 1 to 80 letters, digits and . _ @ + -, without spaces');
export const name = z.string().trim().min(1, 'must not be empty').max(80);
/** NIST SP 800-63B, 3.1.1: length is what counts. */
export const password = z.string().min(12, 'must have at least 12 characters').max(256);
export const sites = z.array(z.string().min(1).max(256)).max(1000).nullable().describe('ids of sites; null: all');
export const role = z.enum(ROLES);
export const instant = z.string().describe('RFC 3339');
export const done = z.strictObject({ done: z.literal(true) });
export const DONE = { done: true };

export const iso = (at: number): string => new Date(at).toISOString();

export const fromOf = ({ address }: ResourceContext, { headers }: IncomingMessage): From => ({
  address,
  agent: (headers['user-agent'] ?? '').slice(0, LONGEST_AGENT),
});

export const withCookie = (body: object, ...cookies: string[]): WithHeaders =>
  new WithHeaders(body, { 'set-cookie': cookies });

/** Into the audit log. */
export function note({ doors, asker, address }: ResourceContext, what: AuditVerb, about: string): void {
  doors.audit.note({ who: asker ? asAudited(asker) : 'nobody', what, about, address });
}

/** What was asked for, as the audit log says it: "place: room 12, sites: –, names: false". */
export const listed = (asked: object): string =>
  Object.entries(asked)
    .map(([key, value]) => `${key}: ${(Array.isArray(value) ? value.join(' ') : String(value)) || '–'}`)
    .join(', ');
