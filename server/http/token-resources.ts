// /api/v1/tokens: what senders show instead of a sign-in. A token itself is in one answer only: that of its making.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { MadeTokenAnswer, TokenAnswer } from '#core/access/answers.ts';
import type { AuditVerb } from '#core/access/audit-verb.ts';
import { TOKEN_USES } from '#core/access/token-use.ts';
import { parseDocument } from '#core/board/document.ts';
import type { Result } from '#core/result.ts';
import { asAudited } from '../access/asker.ts';
import { NEW_TOKEN, ROTATION } from '../access/new-token.ts';
import type { MadeToken, Token } from '../access/tokens.ts';
import { done, DONE, instant, iso, MOST_BYTES, note } from './door-answers.ts';
import { HttpError, unwrap } from './http-error.ts';
import { readJson } from './typed-body.ts';
import type { Resource, ResourceContext } from './resource.ts';

const TOKEN = {
  ...{ id: z.string(), name: z.string(), use: z.enum(TOKEN_USES) },
  sources: z.array(z.string()).nullable().describe('CloudEvents sources that it may send events of; null: any'),
  ...{ madeBy: z.string(), made: instant },
  seen: instant.nullable().describe('to the minute'),
  expires: instant.nullable(),
};
const token = z.strictObject(TOKEN);
const made = z.strictObject({ ...TOKEN, token: z.string().describe('shown this once') });

const DOORS = { needs: 'tokens', isAboutDoors: true } as const;

export const TOKEN_RESOURCES: Resource[] = [
  {
    ...{ method: 'GET', path: '/api/v1/tokens', operationId: 'tokens', ...DOORS, status: 200 },
    summary: 'The tokens of senders that hold, without the tokens themselves.',
    answer: z.strictObject({ tokens: z.array(token) }),
    handle: (_, { doors }) => ({ tokens: doors.tokens.all().map(publicToken) }),
  },
  {
    ...{ method: 'POST', path: '/api/v1/tokens', operationId: 'addToken', ...DOORS, status: 201 },
    summary: 'A token for a sender; it is shown in this answer only.',
    takes: NEW_TOKEN,
    answer: made,
    handle: add,
  },
  {
    ...{ method: 'POST', path: '/api/v1/tokens/{id}/rotate', operationId: 'rotateToken', ...DOORS, status: 201 },
    summary: 'Another token of the same name and scope; the old one ends so many hours later.',
    takes: ROTATION,
    answer: made,
    handle: rotate,
  },
  {
    ...{ method: 'DELETE', path: '/api/v1/tokens/{id}', operationId: 'revokeToken', ...DOORS, status: 200 },
    summary: 'Ends a token at once.',
    answer: done,
    handle: revoke,
  },
];

async function add(_: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { days, ...asked } = unwrap(parseDocument(NEW_TOKEN, await readJson(request, MOST_BYTES)));
  const expiresAt = days === undefined ? null : context.now() + days * 86_400_000;
  return answered(context, 'token-made', context.doors.tokens.make({ ...asked, expiresAt, madeBy: who(context) }));
}

async function rotate(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> {
  const { hours } = unwrap(parseDocument(ROTATION, await readJson(request, MOST_BYTES)));
  return answered(context, 'token-rotated', context.doors.tokens.rotate(id, hours * 3_600_000, who(context)));
}

function revoke(id: string, context: ResourceContext): object {
  note(context, 'token-revoked', aboutToken(taken(context.doors.tokens.revoke(id))));
  return DONE;
}

function answered(context: ResourceContext, what: AuditVerb, result: Result<MadeToken>): MadeTokenAnswer {
  const { token, text } = taken(result);
  note(context, what, aboutToken(token));
  return { ...publicToken(token), token: text };
}

/** As the audit log tells of one. */
export const aboutToken = ({ id, name, use, sources }: Token): string =>
  `${name} (${id}) for ${use}${sources ? ` of ${sources.join(', ')}` : ''}`;

const who = ({ asker }: ResourceContext): string => (asker ? asAudited(asker) : 'nobody');

function taken<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw HttpError.of(result.problem, result.problem.code === 'unknown_token' ? 404 : 409);
}

function publicToken({ madeAt, seenAt, expiresAt, ...token }: Token): TokenAnswer {
  const time = (at: number | null): string | null => (at === null ? null : iso(at));
  return { ...token, made: iso(madeAt), seen: time(seenAt), expires: time(expiresAt) };
}
