// Shapes of the API's answers, for its document and for the tests that hold real answers against them.
import { z } from 'zod';
import { KINDS } from '#core/behind.ts';
import { LEVELS } from '#core/level.ts';
import { UNITS } from '#core/reading.ts';
import { AGENT_STATES, SOURCE_STATES } from '#core/vocabulary.ts';
import { WINDOWS } from '#core/window.ts';

const time = z.iso.datetime();
const number = z.number().nullable();
const level = z.enum(LEVELS);
const counts = z.record(z.string(), z.number());
const window = z.enum(WINDOWS);
const words = z.strictObject({ en: z.string(), ru: z.string() });
const unit = z.enum(UNITS);

const reading = z.strictObject({
  value: number,
  unit,
  counts,
  state: level,
  goal: z.strictObject({ look: z.number(), act: z.number(), bad: z.enum(['above', 'below']) }).optional(),
  margin: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  variants: z.record(z.string(), number).optional(),
  variant: z.string().optional(),
  window: window.optional(),
  currency: z.string().optional(),
});
const readings = z.record(z.string(), reading);
const source = z.strictObject({
  id: z.string(),
  state: z.enum(SOURCE_STATES),
  lastEventAt: time.nullable(),
  heardAt: time.nullable(),
  since: time.nullable(),
  late: z.number(),
  negative: z.number(),
  rejected: z.number(),
  skewMs: number,
  simulated: z.boolean(),
});

export const metricsAnswer = z.strictObject({
  scope: z.string(),
  window,
  from: time,
  to: time,
  asOf: time,
  metrics: readings,
  revised: z.boolean(),
  previous: z.strictObject({ from: time, to: time, metrics: readings }).optional(),
  sources: z.array(source),
});

const queueRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  channel: z.string(),
  level,
  levels: z.strictObject({ longest: level, serviceLevel: level }),
  waiting: z.number(),
  longestS: number,
  asaS: number,
  serviceLevel: number,
  abandonRate: number,
  offered: z.number(),
  answered: z.number(),
  abandoned: z.number(),
  available: z.number(),
  signedIn: z.number(),
  goalS: z.number(),
});
export const queuesAnswer = z.strictObject({ scope: z.string(), window, asOf: time, queues: z.array(queueRow) });

const agentRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(AGENT_STATES),
  reason: z.string(),
  since: time,
  site: z.string(),
  team: z.string(),
  queues: z.array(z.string()),
  slots: z.strictObject({ used: z.number(), total: z.number() }).optional(),
});
export const agentsAnswer = z.strictObject({ scope: z.string(), asOf: time, agents: z.array(agentRow) });

export const agentDayAnswer = z.strictObject({
  agent: z.string(),
  name: z.string(),
  site: z.string(),
  team: z.string(),
  day: z.iso.date(),
  zone: z.string(),
  from: time,
  to: time,
  asOf: time,
  states: z.array(z.strictObject({ state: z.enum(AGENT_STATES), reason: z.string(), from: time, to: time.nullable() })),
  talks: z.array(
    z.strictObject({
      contact: z.string(),
      visit: z.string(),
      queue: z.string(),
      channel: z.string(),
      from: time,
      to: time.nullable(),
    }),
  ),
});

export const seriesAnswer = z.strictObject({
  from: time,
  to: time,
  step: z.number(),
  times: z.array(z.number()),
  values: z.array(number),
});

const thing = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];
export const visitsAnswer = z.strictObject({
  scope: z.string(),
  from: time,
  to: time,
  of: z.enum(kinds as [keyof typeof KINDS]),
  ...(Object.fromEntries(kinds.map((kind) => [kind, z.array(thing).optional()])) as Record<
    keyof typeof KINDS,
    z.ZodOptional<z.ZodArray<typeof thing>>
  >),
  next: z.string().nullable(),
});

const intentRow = z.strictObject({
  intent: z.string(),
  sessions: z.number(),
  resolved: z.number(),
  handedOver: z.number(),
  left: z.number(),
});
export const intentsAnswer = z.strictObject({
  scope: z.string(),
  window,
  from: time,
  to: time,
  intents: z.array(intentRow),
});

const place = z.strictObject({ id: z.string(), name: z.string() });
export const placesAnswer = z.strictObject({
  title: z.string(),
  sites: z.array(place),
  teams: z.array(place),
  queues: z.array(place),
});

export const definitionsAnswer = z.strictObject({
  metrics: z.array(
    z.strictObject({
      key: z.string(),
      names: words,
      formula: words,
      unit,
      better: z.enum(['lower', 'higher', 'neither']),
      usual: window,
      fixed: window.optional(),
      goal: z.strictObject({ look: z.number(), act: z.number() }).optional(),
      over: z.array(z.string()),
      behind: z.enum(kinds as [keyof typeof KINDS]).nullable(),
    }),
  ),
});

export const receipt = z.strictObject({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(
    z.strictObject({
      index: z.number(),
      id: z.string().optional(),
      code: z.string(),
      message: z.string(),
      path: z.string().optional(),
    }),
  ),
});
export const errorAnswer = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), path: z.string().optional() }),
});
export const health = z.strictObject({ alive: z.boolean() });
const progress = z.strictObject({ done: z.number(), of: z.number(), secondsLeft: number });
export const readiness = z.strictObject({ ready: z.boolean(), replayed: z.number(), progress: progress.optional() });
