// Settings: defaults < tablo.yaml < environment < command line. Everything that is wrong is listed at once.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { check } from '#core/check.ts';
import { ALIASES } from '#core/access/veil.ts';
import { clock } from '#core/board/document.ts';
import { parseScope } from '#core/scope.ts';
import { SERVICE_LEVELS } from '#core/service-levels.ts';
import { CHANNELS } from '#core/vocabulary.ts';
import { OIDC } from './access/oidc-settings.ts';
import { LIMITS, TRUSTED_PROXIES } from './limits.ts';
import { wrongArgument } from './wrong-argument.ts';
import { isSecret, NO_SECRET } from './webhook-signature.ts';

const seconds = z.number().positive().max(86_400);
const id = z.string().min(1).max(256);
/** One name, or one for each language: { en: …, ru: … }. */
const languageCode = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/);
const heading = z.string().max(80);
const names = z.union(
  [z.string(), z.record(languageCode, z.string())],
  'must be a text, or one for each language: { en: …, ru: … }',
);
const named = { id, name: names.optional() };
const zone = z.string().refine(isZone, 'is no IANA time zone; write for example Europe/Moscow');
const NO_TIME = 'is no time of the day; write for example "04:00", or false';
const goal = z.strictObject({
  metric: z.string(),
  scope: z
    .string()
    .refine((text) => parseScope(text).ok, 'is no scope; write all, site:ID, team:ID, queue:ID or channel:ID')
    .optional(),
  look: z.number(),
  act: z.number(),
});

const webhook = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be small letters, digits and hyphens, at most 40'),
  url: z.url({ protocol: /^https?$/, error: 'is no address; write for example https://chat.example.org/hooks/…' }),
  secret: z.string().refine(isSecret, NO_SECRET),
  /** it may lead into a network of one's own, or to this machine */
  private: z.boolean().default(false),
});

const SETTINGS = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(4780),
  data: z.string().default('./data'),
  /** heading of the walls */
  title: z
    .union(
      [heading, z.record(languageCode, heading)],
      'must be a text of at most 80 characters, or one for each language',
    )
    .optional(),
  /** of screens and names, where a screen asks for none; unset: screens speak their browser's, names English */
  language: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'is no language; write for example en, ru or pt-BR')
    .optional(),
  zone: zone.optional(),
  /** once a night screens that nobody touches load themselves again, by the clock of their site */
  renewAt: z
    .custom<string | false>((value) => value === false || clock.safeParse(value).success, NO_TIME)
    .default('04:00'),
  intervalMinutes: z.literal([15, 30]).default(30),
  /** bearer token that senders of events show; without one only a server on loopback takes events */
  token: z.string().min(16, 'must have at least 16 characters').optional(),
  /** lets anyone in, also beyond loopback, until there is an administrator */
  open: z.boolean().default(false),
  /** so long a sign-in lasts */
  signedInHours: z
    .number()
    .min(0.1)
    .max(24 * 365)
    .default(12),
  /** people may sign in by this provider (OpenID Connect) */
  oidc: OIDC.optional(),
  /** where browsers find the server, behind a proxy: decides on cookies, links and which pages are ours */
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'is no address; write for example https://tablo.example.org' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** browsers' origins whose pages may ask, beside the server's own */
  origins: z.array(z.string()).default([]),
  trustedProxies: TRUSTED_PROXIES,
  limits: LIMITS,
  /** of agents, for who may not see them by name */
  aliases: z.enum(ALIASES).default('codes'),
  retentionDays: z.number().positive().max(3650).default(90),
  /** so long agents are told of by id and name; at most retentionDays */
  agentDays: z.number().positive().max(3650).default(90),
  simulatedRetentionHours: z
    .number()
    .positive()
    .max(24 * 90)
    .default(48),
  /** days that lie in memory; those before are in files. Who came back within a week is looked for in them. */
  hotDays: z.number().int().min(9).max(3650).default(9),
  /** a checkpoint is written at most so often */
  checkpointEveryS: z.number().min(0).max(86_400).default(60),
  serviceLevel: z.enum(SERVICE_LEVELS).default('ignore'),
  /** who asks for a person at once is left out when the assistant is judged */
  assistantExcludesDirect: z.boolean().default(false),
  thresholdS: seconds.default(30),
  shortS: seconds.default(5),
  sites: z.array(z.strictObject({ ...named, zone: zone.optional() })).default([]),
  teams: z.array(z.strictObject({ ...named, site: id.optional() })).default([]),
  queues: z
    .array(
      z.strictObject({
        ...named,
        channel: z.enum(CHANNELS).optional(),
        site: id.optional(),
        thresholdS: seconds.optional(),
        shortS: seconds.optional(),
        sells: z.boolean().optional(),
      }),
    )
    .default([]),
  /** other goals than the metrics' own, by scope */
  goals: z.array(goal).default([]),
  /** each: type (a file in server/sources), name (unique), and the options of its type */
  sources: z.array(z.looseObject({ type: z.string(), name: id.optional() })).default([]),
  /** the simulated floor; by default it runs when no source is configured */
  demo: z.boolean().optional(),
  /** who is told of alerts: each is sent JSON, signed with its secret */
  webhooks: z.array(webhook).default([]),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Settings = z.infer<typeof SETTINGS>;

/** A provider sends people back to one address that it was told, and no other. */
const TOGETHER = SETTINGS.refine(({ oidc, publicUrl, host }) => !oidc || publicUrl !== undefined || isLoopback(host), {
  error: 'must be set beside oidc, so that the provider knows where to send people back to',
  path: ['publicUrl'],
});
/** Of oidc: the one that is not for a file that many may read. */
const CLIENT_SECRET = 'TABLO_OIDC_CLIENT_SECRET';

/** Lists every wrong setting, one sentence each. */
export class BadSettings extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** @throws BadSettings */
export function loadSettings(args: string[], env: Record<string, string | undefined>): Settings {
  const options = commandLine(args);
  const file = options.config ?? (existsSync('tablo.yaml') ? 'tablo.yaml' : undefined);
  const merged: Record<string, unknown> = { ...(file ? readYaml(file) : {}), ...fromEnvironment(env) };
  if (options['no-demo']) merged.demo = false;
  if (options.open) merged.open = true;
  const { [CLIENT_SECRET]: clientSecret } = env;
  if (clientSecret !== undefined && merged.oidc instanceof Object) merged.oidc = { ...merged.oidc, clientSecret };
  const parsed = check(TOGETHER, merged);
  if (parsed.success) return parsed.data;
  throw new BadSettings(
    parsed.error.issues.map((issue) => {
      if (issue.code === 'unrecognized_keys')
        return `${[...issue.path, issue.keys.join(', ')].join('.')}: no such setting; see docs/operations.md for the list.`;
      return `${issue.path.join('.')}: ${issue.message}.`;
    }),
  );
}

function commandLine(args: string[]): { config?: string; 'no-demo'?: boolean; open?: boolean } {
  try {
    const flag = { type: 'boolean' } as const;
    return parseArgs({ args, options: { config: { type: 'string' }, 'no-demo': flag, open: flag } }).values;
  } catch (cause) {
    throw new BadSettings([`command line: ${wrongArgument(cause)} Known are --config FILE, --no-demo and --open.`]);
  }
}

function readYaml(file: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new BadSettings([`${file}: can't be read: ${(cause as Error).message}`]);
  }
  if (content === null) return {};
  if (typeof content !== 'object' || Array.isArray(content))
    throw new BadSettings([`${file}: must hold "key: value" lines.`]);
  return content as Record<string, unknown>;
}

/** HOST, PORT, TABLO_DATA; every other key as TABLO_RETENTION_DAYS and so on, its value read as YAML. */
function fromEnvironment(env: Record<string, string | undefined>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  mustBeKnown(Object.keys(env));
  for (const key of Object.keys(SETTINGS.shape)) {
    const name = variableOf(key);
    const text = env[name];
    if (text === undefined) continue;
    const isText = ['host', 'data', 'title', 'language', 'zone', 'token', 'publicUrl'].includes(key);
    try {
      found[key] = isText ? text : parseYaml(text);
    } catch (cause) {
      throw new BadSettings([`${name}: can't be read: ${(cause as Error).message}`]);
    }
  }
  if (env.HOST) found.host ??= env.HOST;
  if (env.PORT) found.port ??= env.PORT;
  return found;
}

const variableOf = (key: string): string => `TABLO_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** @throws BadSettings for a misspelt TABLO_… */
function mustBeKnown(variables: string[]): void {
  const known = [...Object.keys(SETTINGS.shape).map(variableOf), CLIENT_SECRET];
  const unknown = variables.filter((name) => name.startsWith('TABLO_') && !known.includes(name));
  if (unknown.length > 0)
    throw new BadSettings(unknown.map((name) => `${name}: no such setting; there are ${known.join(', ')}.`));
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
