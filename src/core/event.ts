// The facts that Tablo understands, their schema, and parse(unknown) → Result<Fact>.
// Envelope: CloudEvents 1.0 in JSON. Unknown fields and unknown types are kept and harm nothing.
import { z } from 'zod';
import { check } from './check.ts';
import { found } from './expectation.ts';
import { fail, ok, type Result } from './result.ts';
import { parseScope } from './scope.ts';
import {
  AGENT_STATES,
  CHANNELS,
  LEAVE_REASONS,
  SALE_OUTCOMES,
  SCALES,
  SESSION_OUTCOMES,
  SOURCE_STATES,
  SURVEY_METRICS,
  type SurveyMetric,
} from './vocabulary.ts';

/** Nothing happened before: earlier times are somebody's zero. */
export const EARLIEST_MS = Date.UTC(1990, 0, 1);

/** Well formed: what is no Unicode text would be stored as something else, and two ids as one. */
const id = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => text.isWellFormed(), 'must be Unicode text without lone surrogates');
const text = z.string().max(1024);
const instant = z.iso.datetime({ offset: true });
const since = instant.refine((time) => Date.parse(time) >= EARLIEST_MS, 'must not be before 1990');
const rev = z.number().int().min(0).max(1e9);
const count = z.number().min(0).max(1e9);
const channel = z.enum(CHANNELS);
const agentState = z.enum(AGENT_STATES);

const agentData = {
  agent: id,
  state: agentState,
  reason: text.optional(),
  since: since.optional(),
  name: text.optional(),
  site: id.optional(),
  team: id.optional(),
  queues: z.array(id).max(1000).optional(),
  slots: z.looseObject({ used: count, total: count }).optional(),
};

/** What lies off the scale of a number would count as the happiest, or the angriest, of answers. */
function checkScale(told: Scored, context: z.RefinementCtx): void {
  const { metric, score } = told;
  // In no number.
  if (metric === 'ces') return;
  const [least, most] = SCALES[metric];
  const { min = least, max = most } = told;
  const refuse = (key: 'score' | 'max', message: string) =>
    context.addIssue({ code: 'custom', path: [key], message, input: told[key] });
  if (metric === 'nps' && max !== most) refuse('max', 'must be 10: nps is asked for from 0 to 10');
  else if (max <= min) refuse('max', `must be above min, ${min}`);
  else if (score < min || score > max)
    refuse('score', `must be from ${min} to ${max}, or told with the min and max of its scale`);
}
interface Scored {
  metric: SurveyMetric;
  score: number;
  min?: number | undefined;
  max?: number | undefined;
}

/** Data of each type, by the type's name. */
export const EVENT_DATA = {
  'contact.started': z.looseObject({
    contact: id,
    channel,
    direction: z.enum(['in', 'out']),
    handler: z.enum(['human', 'assistant']),
    customer: id.optional(),
    site: id.optional(),
    language: text.optional(),
    parent: id.optional(),
  }),
  'contact.queued': z.looseObject({
    contact: id,
    visit: id,
    queue: id,
    channel: channel.optional(),
    site: id.optional(),
    priority: z.number().optional(),
  }),
  'offer.started': z.looseObject({ contact: id, visit: id, offer: id, agent: id }),
  'offer.ended': z.looseObject({
    offer: id,
    agent: id.optional(),
    result: z.enum(['accepted', 'noanswer', 'rejected', 'cancelled', 'failed']),
  }),
  'contact.answered': z.looseObject({ contact: id, visit: id, agent: id.optional(), queue: id.optional() }),
  'contact.left': z.looseObject({ contact: id, visit: id, reason: z.enum(LEAVE_REASONS) }),
  'contact.hold': z.looseObject({ contact: id, agent: id, on: z.boolean() }),
  'contact.ended': z.looseObject({
    contact: id,
    visit: id.optional(),
    agent: id.optional(),
    by: z.enum(['customer', 'agent', 'system', 'transfer']),
    resolved: z.boolean().optional(),
    line: z.literal([1, 2]).optional(),
    to: id.optional(),
  }),
  'contact.wrapped': z.looseObject({ contact: id, agent: id, disposition: text.optional() }),
  'assistant.ended': z.looseObject({
    contact: id,
    outcome: z.enum(SESSION_OUTCOMES),
    intent: text.optional(),
    direct_request: z.boolean().optional(),
    rev: rev.optional(),
  }),
  'agent.state': z.looseObject(agentData),
  'agent.member': z.looseObject({
    agent: id,
    queue: id,
    on: z.boolean(),
    penalty: z.number().optional(),
    paused: z.boolean().optional(),
  }),
  'survey.answered': z
    .looseObject({
      survey: id,
      response: id,
      rev: rev.optional(),
      metric: z.enum(SURVEY_METRICS),
      score: z.number().min(-1000).max(1000),
      min: z.number().optional(),
      max: z.number().optional(),
      contact: id.optional(),
      agent: id.optional(),
      queue: id.optional(),
      site: id.optional(),
    })
    .superRefine(checkScale),
  'sale.recorded': z.looseObject({
    sale: id,
    rev: rev.optional(),
    outcome: z.enum(SALE_OUTCOMES),
    amount: z.number().int().optional(),
    currency: z.string().max(8).optional(),
    contact: id.optional(),
    agent: id.optional(),
    queue: id.optional(),
  }),
  'stream.sample': z.looseObject({
    stream: id,
    platform: text,
    agent: id.optional(),
    live: z.boolean(),
    viewers: count,
    messages: count,
    questions: count.optional(),
    answered: count.optional(),
  }),
  'callback.changed': z.looseObject({
    callback: id,
    contact: id.optional(),
    queue: id.optional(),
    state: z.enum(['asked', 'due', 'done', 'cancelled']),
    due: instant.optional(),
  }),
  snapshot: z.looseObject({
    scope: id.refine(
      (text) => parseScope(text).ok,
      'must be all, site:ID, team:ID, queue:ID or channel:ID, joined by ","',
    ),
    asof: since,
    complete: z.boolean(),
    waiting: z.array(z.looseObject({ contact: id, visit: id, queue: id, since: since.optional() })).max(100_000),
    agents: z.array(z.looseObject(agentData)).max(100_000),
  }),
  'source.status': z.looseObject({
    state: z.enum(SOURCE_STATES),
    from: instant.optional(),
    to: instant.optional(),
    detail: text.optional(),
  }),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

/** One event as it came over the wire, before it is parsed. */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  /** RFC 3339 */
  time: string;
  subject?: string;
  sequence?: string;
  timequality?: 'source' | 'derived' | 'received';
  simulated?: 'true';
  data: object;
}

interface FactBase {
  id: string;
  source: string;
  /** when it happened, epoch ms */
  eventAt: number;
  /** when we heard of it, epoch ms */
  seenAt: number;
  /** breaks ties between facts of one instant, compared as text; "" where the source gives none */
  sequence: string;
  simulated: boolean;
}
export type KnownFact = { [T in EventType]: FactBase & { type: T; data: EventData<T> } }[EventType];
/** A fact of a type that this version does not know: stored, counted, otherwise left alone. */
export type UnknownFact = FactBase & { type: ''; unknownType: string; data: unknown };
export type Fact = KnownFact | UnknownFact;

export const ENVELOPE = z.looseObject({
  specversion: z.literal('1.0'),
  id,
  source: id,
  type: z.string().min(1).max(128),
  time: instant,
  subject: z.string().max(512).optional(),
  sequence: z.string().max(64).optional(),
  timequality: z.enum(['source', 'derived', 'received']).optional(),
  simulated: z.union([z.enum(['true', 'false']), z.boolean()], 'must be "true" or "false"').optional(),
  data: z.unknown(),
});

/** How far ahead of our clock an event may be: a sender in the wrong zone is let in, the year 3000 is not. */
export const AHEAD_MS = 24 * 3600_000;

/** @param seenAt our clock, epoch ms: bounds `time`. Never throws. */
export function parseEvent(input: unknown, seenAt: number): Result<Fact> {
  const envelope = check(ENVELOPE, input);
  if (!envelope.success) return explain(envelope.error);
  const { id, source, type, time, sequence = '', simulated } = envelope.data;
  const eventAt = Math.floor(Date.parse(time));
  if (eventAt > seenAt + AHEAD_MS)
    return fail(
      'time_in_future',
      `time ${time} is more than 24 h ahead of this server's clock; send when it happened, in RFC 3339.`,
      'time',
    );
  if (!(eventAt >= EARLIEST_MS))
    return fail('time_too_old', `time ${time} is before 1990; send when it happened, in RFC 3339.`, 'time');
  const base = { id, source, eventAt, seenAt, sequence, simulated: simulated === 'true' || simulated === true };
  const schema = Object.hasOwn(EVENT_DATA, type) ? EVENT_DATA[type as EventType] : undefined;
  if (!schema) return ok({ ...base, type: '', unknownType: type, data: envelope.data.data });
  const data = check<z.ZodType<EventData<EventType>>>(schema, envelope.data.data);
  if (!data.success) return explain(data.error, 'data');
  if ('asof' in data.data && Date.parse(String(data.data.asof)) > seenAt + AHEAD_MS)
    return fail(
      'time_in_future',
      `data.asof ${String(data.data.asof)} is more than 24 h ahead of this server's clock.`,
      'data.asof',
    );
  return ok({ ...base, type, data: data.data } as KnownFact);
}

/** The first issue of a failed schema as one sentence: where, what is expected, what was found. */
function explain(error: z.ZodError, prefix = ''): Result<never> {
  const issue = error.issues[0];
  const path = [...(prefix ? [prefix] : []), ...issue.path.map(String)].join('.');
  // Rules of our own say what it must be only.
  const instead = issue.code === 'custom' && 'input' in issue ? found(issue.input) : '';
  return fail(issue.code, `${path || 'the event'} ${issue.message}${instead}.`, path || undefined);
}
