// /api/v1/audit: who did what to whom, page by page, and whether the log is whole.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { AuditLineAnswer } from '#core/access/answers.ts';
import type { AuditLine } from '../access/audit.ts';
import { queryOf } from './address.ts';
import { instant, iso } from './door-answers.ts';
import { numeric, parseQuery } from './query.ts';
import { WithHeaders, type Resource, type ResourceContext } from './resource.ts';

const MOST_LINES = 10_000;

const QUERY = z.object({
  before: numeric(Number.MAX_SAFE_INTEGER, 'lines before this one only: seq of the last line of the page before').pipe(
    z.number().int().positive(),
  ),
  limit: numeric(100, `so many lines at most, up to ${MOST_LINES}`).pipe(z.number().int().min(1).max(MOST_LINES)),
  check: z.enum(['true', 'false']).default('false').describe('whether the whole log is read and its chain looked at'),
  format: z.enum(['json', 'jsonl']).default('json').describe('jsonl: a line a line, with its hash, as a file'),
});

const line = z.strictObject({
  ...{ seq: z.number(), at: instant, who: z.string(), what: z.string(), about: z.string(), address: z.string() },
  hash: z.string().describe('of this line and the hash of the line before'),
});

export const AUDIT_RESOURCES: Resource[] = [
  {
    ...{ method: 'GET', path: '/api/v1/audit', operationId: 'audit', needs: 'audit', isAboutDoors: true, status: 200 },
    summary: 'Who did what to whom, when and from where; the latest first.',
    query: QUERY,
    answer: z.strictObject({
      lines: z.array(line),
      broken: z
        .number()
        .nullable()
        .optional()
        .describe(
          'with check: seq of the first line that was changed, or follows one that is gone; null: all is whole',
        ),
    }),
    handle: list,
  },
];

async function list(_: string, { doors: { audit } }: ResourceContext, request: IncomingMessage): Promise<object> {
  const { before, limit, check, format } = parseQuery(QUERY, queryOf(request));
  const lines = audit.lines(limit, before).map(publicLine);
  if (format === 'jsonl') return asFile(lines);
  return { lines, ...(check === 'true' ? { broken: await audit.brokenInPieces() } : {}) };
}

function asFile(lines: readonly object[]): WithHeaders {
  const text = lines.map((one) => `${JSON.stringify(one)}\n`).join('');
  return new WithHeaders(text, {
    'content-type': 'application/jsonl; charset=utf-8',
    'content-disposition': 'attachment; filename="tablo-audit.jsonl"',
  });
}

const publicLine = ({ seq, at, who, what, about, address, hash }: AuditLine): AuditLineAnswer => ({
  ...{ seq, at: iso(at), who, what, about, address, hash },
});
