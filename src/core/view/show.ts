// What a screen needs of a floor, as it stands in a topic: "agents,asa@5m,wait.p50@5m/30/3600". Parts by their name, rows
// of queues at another window as queues@60m, numbers as metric@window, lines as metric@window/step/span in seconds.
import type { Metric } from '../metric.ts';
import { fail, ok, type Result } from '../result.ts';
import { isLong, parseWindow, type WindowName } from '../window.ts';

export const PARTS = ['agents', 'queues', 'flow', 'ladder', 'sites', 'streams', 'people'] as const;
export type Part = (typeof PARTS)[number];

export interface ShownReading {
  key: string;
  metric: string;
  window: WindowName;
}
export interface ShownLine extends ShownReading {
  stepS: number;
  spanS: number;
  /** the half width of the interval instead of the value */
  isMargin: boolean;
}
export interface Show {
  parts: ReadonlySet<Part>;
  /** of rows that say more than those of a wall: the part "queues" was asked for with a window. null: without */
  queuesWindow: WindowName | null;
  readings: readonly ShownReading[];
  lines: readonly ShownLine[];
}

/** What is shown where nothing is asked for: the floor wall and the desk. */
export const USUAL_SHOW =
  'agents,queues,flow,waiting@now,wait.longest@now,asa@5m,service.level@15m,agents.available@now,agents.signedin@now,' +
  'assistant.deflection@today,nps@24h,wait.p50@5m/30/3600,wait.p90@5m/30/3600,assistant.deflection@15m/30/3600,' +
  'nps@24h/3600/604800,nps~margin@24h/3600/604800';

const MOST_ITEMS = 80;
const LEAST_STEP_S = 10;
const LONGEST_SPAN_S = 8 * 86_400;
const MOST_POINTS = 500;

const QUEUES_AT = 'queues@';
const ITEM = /^([a-z0-9.]+)(~margin)?@([a-z0-9]+)(?:\/(\d{1,6})\/(\d{1,6}))?$/;

/** @param metrics those there are; without them any name goes */
export function parseShow(text: string, metrics?: ReadonlyMap<string, Metric>): Result<Show> {
  const items = [...new Set(text.split(',').filter((item) => item !== ''))].sort();
  if (items.length > MOST_ITEMS)
    return fail('bad_show', `A topic shows at most ${MOST_ITEMS} things; this one asks for ${items.length}.`, 'show');
  const parts = new Set<Part>();
  const readings: ShownReading[] = [];
  const lines: ShownLine[] = [];
  let queuesWindow: WindowName | null = null;
  for (const item of items) {
    const part = PARTS.find((name) => name === item);
    if (part) {
      parts.add(part);
      continue;
    }
    if (item.startsWith(QUEUES_AT)) {
      const window = parseWindow(item.slice(QUEUES_AT.length));
      if (!window.ok) return fail('bad_show', `show "${item}": ${window.problem.message}`, 'show');
      if (isLong(window.value)) return fail('bad_show', `show "${item}": rows of queues are over 7d at most.`, 'show');
      if (queuesWindow) return fail('bad_show', `show "${item}": a topic has rows of queues at one window.`, 'show');
      queuesWindow = window.value;
      parts.add('queues');
      continue;
    }
    const parsed = parseItem(item, metrics);
    if (!parsed.ok) return parsed;
    if ('stepS' in parsed.value) lines.push(parsed.value);
    else readings.push(parsed.value);
  }
  return ok({ parts, queuesWindow, readings, lines });
}

function parseItem(item: string, metrics?: ReadonlyMap<string, Metric>): Result<ShownReading | ShownLine> {
  const bad = (why: string) => fail('bad_show', `show "${item}": ${why}`, 'show');
  const [, metric, margin, windowText, step, span] = ITEM.exec(item) ?? [];
  if (!metric)
    return bad(`is none of ${PARTS.join(', ')}, nor metric@window (asa@5m), nor metric@window/step/span in seconds.`);
  if (metrics && !metrics.has(metric)) return bad(`there is no metric "${metric}"; see /api/v1/metrics.`);
  const window = parseWindow(windowText);
  if (!window.ok) return bad(window.problem.message);
  const reading = { key: item, metric, window: window.value };
  if (step === undefined) return margin ? bad('a margin alone has no number; ask for the metric.') : ok(reading);
  const [stepS, spanS] = [Number(step), Number(span)];
  if (stepS < LEAST_STEP_S) return bad(`a step is at least ${LEAST_STEP_S} s.`);
  if (spanS < stepS || spanS > LONGEST_SPAN_S || spanS / stepS > MOST_POINTS)
    return bad(`a line has 1 to ${MOST_POINTS} points and spans at most ${LONGEST_SPAN_S} s.`);
  return ok({ ...reading, stepS, spanS, isMargin: margin !== undefined });
}
