// unknown → rules of alerts. Apart from the shapes, since pages don't need zod.
import { z } from 'zod';
import { boardId, clock, parseDocument, text } from '../board/document.ts';
import type { Metric } from '../metric.ts';
import { fail, ok, type Result } from '../result.ts';
import { parseScope } from '../scope.ts';
import { isLong, WINDOWS } from '../window.ts';
import { EACH, isEach, type Rule, type Rules } from './rule.ts';

const MOST_RULES = 100;
const LONGEST_S = 86_400;
const seconds = z.number().min(0).max(LONGEST_S);
const limit = z.number();
const clear = limit.optional();
const LEVELS = ['look', 'act'] as const;

const GOOD_SIDE = 'must be cleared by a value on the good side of the limit';

const condition = z.union(
  [
    z.strictObject({ above: limit, clear }).refine(({ above, clear = above }) => clear <= above, GOOD_SIDE),
    z.strictObject({ below: limit, clear }).refine(({ below, clear = below }) => clear >= below, GOOD_SIDE),
    z
      .strictObject({ aboveT: z.number().positive(), clearT: z.number().positive().optional() })
      .refine(({ aboveT, clearT = aboveT }) => clearT <= aboveT, GOOD_SIDE),
    z.strictObject({ worse: z.enum(LEVELS), clear }),
    z.strictObject({ noData: z.literal(true) }),
  ],
  'must be one of {"above": n}, {"below": n}, {"aboveT": n} (times T), {"worse": "look" or "act"} and {"noData": true}, ' +
    'with "clear" ("clearT" beside "aboveT") where it is well again only past another value',
);

const quiet = z.strictObject({
  from: clock,
  to: clock,
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
});

const rule = z.strictObject({
  id: boardId,
  title: text,
  metric: z.string().nullish(),
  window: z.enum(WINDOWS).nullish(),
  scope: z
    .string()
    .refine(
      (scope) => isEach(scope) || parseScope(scope).ok,
      `is no scope; write all, site:ID, team:ID, queue:ID, channel:ID, ${EACH.join(', ')}`,
    )
    .default('all'),
  condition,
  forS: seconds.default(0),
  of: z
    .strictObject({ count: z.number().int().min(1).max(100), within: z.number().int().min(1).max(100) })
    .refine(({ count, within }) => count <= within, 'must have a count of at most within')
    .nullish(),
  clearForS: seconds.default(30),
  everyS: z.number().int().min(1).max(3600).default(1),
  least: z.record(z.string(), z.number().min(0)).default({}),
  quiet: z.array(quiet).max(20).default([]),
  severity: z.enum(LEVELS).default('act'),
  off: z.boolean().default(false),
  notify: z
    .strictObject({
      desktop: z.boolean().default(true),
      sound: z.boolean().default(true),
      webhooks: z.union([z.boolean(), z.array(z.string())], 'must be true, false, or a list of names').default(true),
    })
    .default({ desktop: true, sound: true, webhooks: true }),
});

export const RULES = z.strictObject({ version: z.literal(1), rules: z.array(rule).max(MOST_RULES) });

/**
 * @param metrics those there are
 * @param webhooks the names of those there are
 * @returns rules, or a problem that says all that is wrong
 */
export function parseRules(
  raw: unknown,
  metrics: ReadonlyMap<string, Metric>,
  webhooks: readonly string[] = [],
): Result<Rules> {
  const parsed = parseDocument(RULES, raw);
  if (!parsed.ok) return parsed;
  const rules = parsed.value.rules.map(({ metric = null, window = null, of = null, ...rest }): Rule => ({
    ...rest,
    metric,
    window,
    of,
  }));
  const wrong = rules.flatMap((one, i) => problemsOf(one, i, rules, metrics, webhooks));
  if (wrong.length > 0) return fail('bad_rules', wrong.map(({ sentence }) => sentence).join(' '), wrong[0].path);
  return ok({ version: 1, rules });
}

interface Wrong {
  path: string;
  sentence: string;
}

function problemsOf(
  { id, metric, window, scope, condition, least, notify }: Rule,
  i: number,
  rules: readonly Rule[],
  metrics: ReadonlyMap<string, Metric>,
  webhooks: readonly string[],
): Wrong[] {
  const wrong: Wrong[] = [];
  const say = (key: string, sentence: string) =>
    wrong.push({ path: `rules.${i}.${key}`, sentence: `rules.${i}.${key}: ${sentence}` });
  const known = metric === null ? undefined : metrics.get(metric);
  if (rules.findIndex((other) => other.id === id) !== i) say('id', `"${id}" stands there twice; keep one.`);
  if (metric !== null && !known)
    say('metric', `there is no metric "${metric}"; there are ${[...metrics.keys()].join(', ')}.`);
  if (metric === null && !('noData' in condition)) say('metric', 'is missing: only noData needs none.');
  if (metric === null && window !== null) say('window', 'is of no use without a metric; leave it out.');
  if (window !== null && isLong(window)) say('window', `${window} is longer than what is looked at; take 7d at most.`);
  if (scope === 'each source' && metric !== null)
    say('scope', 'a source has no metric of its own: with "each source" leave metric out.');
  if (scope !== 'each source' && scope !== 'all' && metric === null)
    say('scope', 'without a metric it is "all" (nothing is heard at all) or "each source" (one is down).');
  if ('aboveT' in condition && known && known.unit !== 's')
    say('condition', `aboveT is for durations; ${metric} is none: write "above".`);
  const counts = known ? countsOf(known) : [];
  const unknown = known && Object.keys(least).find((name) => !counts.includes(name));
  if (unknown !== undefined) say('least', `${metric} has no count "${unknown}"; it has ${counts.join(', ')}.`);
  const stranger =
    typeof notify.webhooks === 'boolean' ? undefined : notify.webhooks.find((name) => !webhooks.includes(name));
  if (stranger !== undefined)
    say('notify', `the settings have no webhook "${stranger}"; they have ${webhooks.join(', ') || 'none'}.`);
  return wrong;
}

/** Names of the counts that a metric tells with its number. */
function countsOf(metric: Metric): string[] {
  const nothing = <V>(record: object, value: V) => Object.fromEntries(Object.keys(record).map((key) => [key, value]));
  const { counts } = metric.read({
    sums: nothing(metric.sums, 0),
    mosts: nothing(metric.mosts ?? {}, null),
    quantile: () => null,
    groups: new Map(),
    spanS: 0,
    rules: { serviceLevel: 'ignore', assistantExcludesDirect: false, thresholdS: 30, serviceTarget: 0.8 },
  });
  return Object.keys(counts);
}
