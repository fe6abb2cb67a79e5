// Parameters of the API: one schema each, which validates, explains and documents it.
import { z } from 'zod';
import { check } from '#core/check.ts';
import { RFC3339 } from '#core/protocol/moment.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { parseWindow, WINDOWS, type WindowName } from '#core/window.ts';
import type { Problem } from '#core/result.ts';
import { FORMATS, type Format } from './export.ts';
import { HttpError } from './http-error.ts';

function refuse(context: z.RefinementCtx, { code, message }: Problem): never {
  context.addIssue({ code: 'custom', message, params: { code } });
  return z.NEVER;
}

export const scope = z
  .string()
  .default('all')
  .transform((text, context): { text: string; scope: Scope } => {
    const parsed = parseScope(text);
    return parsed.ok ? { text, scope: parsed.value } : refuse(context, parsed.problem);
  })
  .describe('all, site:ID, team:ID, queue:ID or channel:ID; several joined by "," intersect');

const toWindow = (text: string, context: z.RefinementCtx): WindowName => {
  const parsed = parseWindow(text);
  return parsed.ok ? parsed.value : refuse(context, parsed.problem);
};
const windows = `one of ${WINDOWS.join(', ')}`;
export const window = z.string().default('15m').transform(toWindow).describe(windows);
export const ownWindow = z.string().transform(toWindow).optional().describe(windows);

/** An instant, epoch ms. */
export const instant = (name: string, about: string) =>
  z
    .string()
    .transform((text, context): number => {
      const at = RFC3339.test(text) ? Date.parse(text) : NaN;
      const message = `${name} "${text}" is no RFC 3339 time; write for example 2026-11-22T14:26:00Z.`;
      return Number.isNaN(at) ? refuse(context, { code: 'bad_time', message }) : at;
    })
    .optional()
    .describe(`${about}; RFC 3339`);
export const at = instant('at', 'as of this instant; default now');

/** The instant that a question is about; undefined = now, or none that can be read. */
export function momentOf(asked: URLSearchParams): number | undefined {
  const at = Date.parse(asked.get('to') ?? asked.get('at') ?? '');
  return Number.isNaN(at) ? undefined : at;
}

export const numeric = (otherwise: number, about: string) =>
  z
    .string()
    .default(String(otherwise))
    .transform((text) => Number(text))
    .describe(about);

export const format = z
  .string()
  .default('json')
  .transform((text, context): Format => {
    const message = `format "${text}" is not known; use one of ${FORMATS.join(', ')}.`;
    return FORMATS.find((known) => known === text) ?? refuse(context, { code: 'bad_format', message });
  })
  .describe(`one of ${FORMATS.join(', ')}`);

export const language = z.string().max(35).optional().describe('of names: en, ru …; default the operator’s');

/** @throws HttpError 400 that says what is wrong with the first parameter that is */
export function parseQuery<S extends z.ZodObject>(schema: S, query: URLSearchParams): z.infer<S> {
  mustBeTaken(schema, query);
  const parsed = check(schema, Object.fromEntries(query));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue.path.map(String).join('.');
  const code = issue.code === 'custom' ? (issue.params?.code as string | undefined) : undefined;
  throw new HttpError(400, code ?? `bad_${path}`, code ? issue.message : `${path}: ${issue.message}.`, { path });
}

/**
 * A misspelt one would be answered as if it were not there. Of one that is there twice, what looks at rights might read the
 * first, and what answers the second.
 */
function mustBeTaken({ shape }: z.ZodObject, query: URLSearchParams): void {
  const names = [...query.keys()];
  const unknown = names.find((name) => !Object.hasOwn(shape, name));
  if (unknown !== undefined) {
    const known = Object.keys(shape).join(', ');
    throw new HttpError(400, 'bad_parameter', `"${unknown}" is no parameter of this; there are ${known}.`, {
      path: unknown,
    });
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new HttpError(400, 'bad_parameter', `${twice} is there twice; say it once.`, { path: twice });
}
