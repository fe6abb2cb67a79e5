// Shapes of the answers about alerts.
import { z } from 'zod';
import { RULES } from '#core/alert/parse-rules.ts';
import { WINDOWS } from '#core/window.ts';

const names = z.union([z.string(), z.record(z.string(), z.string())]);
const time = z.iso.datetime();
const number = z.number().nullable();
const alert = {
  id: z.string(),
  rule: z.string(),
  title: names,
  severity: z.enum(['look', 'act']),
  notify: z.strictObject({ desktop: z.boolean(), sound: z.boolean() }),
  place: z.string(),
  name: names.nullable(),
  within: z.strictObject({ site: z.string().optional(), channel: z.string().optional() }),
  metric: z.strictObject({ id: z.string(), unit: z.string() }).nullable(),
  window: z.enum(WINDOWS).nullable(),
  started: time,
  fired: time,
  value: number,
  worst: number,
  limit: number,
  goal: number,
  bad: z.enum(['above', 'below']),
  acknowledged: z.strictObject({ at: time, by: z.string(), note: z.string() }).nullable(),
  snoozedUntil: time.nullable(),
  notified: time.nullable(),
};

export const openAlert = z.strictObject({
  ...alert,
  state: z.enum(['firing', 'clearing', 'unknown']),
  isQuiet: z.boolean(),
});
const endedAlert = z.strictObject({ ...alert, ended: time, ending: z.enum(['well', 'gone']) });
export const alertsAnswer = z.strictObject({ open: z.array(openAlert), ended: z.array(endedAlert) });

const problem = z.strictObject({ code: z.string(), message: z.string(), path: z.string().optional() });
export const rulesAnswer = z.strictObject({
  origin: z.enum(['data', 'shipped', 'none']),
  problems: z.array(problem),
  ...RULES.shape,
});
