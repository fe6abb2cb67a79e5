// An engine with the project's metrics, and facts in few words.
import { join } from 'node:path';
import { Engine } from '#core/engine.ts';
import { REFERENCE, type Directory } from '#core/directory.ts';
import { parseEvent, type EventData, type EventType, type Fact } from '#core/event.ts';
import type { Metric } from '#core/metric.ts';
import { answerMetrics } from '#core/answers.ts';
import type { Reading } from '#core/reading.ts';
import { parseScope } from '#core/scope.ts';
import type { WindowName } from '#core/window.ts';
import { loadPlugIns } from '../../server/plug-ins.ts';

export const METRICS = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));

/** 2026-11-22T12:00:00Z */
export const NOON = Date.UTC(2026, 10, 22, 12);
const SEEN = NOON + 12 * 3_600_000;

export function newEngine(directory: Partial<Directory> = {}): Engine {
  return new Engine(METRICS, { ...REFERENCE, ...directory });
}

let count = 0;

/** @param seconds after noon */
export function fact<T extends EventType>(type: T, seconds: number, data: EventData<T>, more: object = {}): Fact {
  const time = new Date(NOON + seconds * 1000).toISOString();
  const parsed = parseEvent({ specversion: '1.0', id: `e${count++}`, source: 'test', type, time, data, ...more }, SEEN);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

/** A visit from entry to its end: answered, or left for a reason. */
export function visit(
  name: string,
  queue: string,
  from: number,
  to: number,
  reason?: EventData<'contact.left'>['reason'],
): Fact[] {
  const ids = { contact: `c-${name}`, visit: name };
  const end =
    reason === undefined
      ? fact('contact.answered', to, { ...ids, agent: 'ann' })
      : fact('contact.left', to, { ...ids, reason });
  return [fact('contact.queued', from, { ...ids, queue }), end];
}

export function applyAll(engine: Engine, facts: readonly Fact[]): Engine {
  for (const one of facts) engine.apply(one);
  return engine;
}

/** @param seconds after noon */
export function read(
  engine: Engine,
  seconds: number,
  window: WindowName = '24h',
  scope = 'all',
): Record<string, Reading> {
  const parsed = parseScope(scope);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return answerMetrics(engine, scope, parsed.value, window, NOON + seconds * 1000).metrics;
}
