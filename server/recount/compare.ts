// History against the second opinion: the engine's readings beside the plain ones, number by number.
import type { Directory } from '#core/directory.ts';
import type { Engine } from '#core/engine.ts';
import type { KnownFact } from '#core/event.ts';
import type { Reading } from '#core/reading.ts';
import { readMetrics } from '#core/readings.ts';
import type { Scope } from '#core/scope.ts';
import type { Span } from '#core/window.ts';
import { PlainFloor } from './plain-floor.ts';
import { PlainNumbers, type PlainReading } from './plain-numbers.ts';
import { channelsOf } from './plain-things.ts';

export interface Difference {
  metric: string;
  scope: string;
  span: Span;
  /** "value", or the name of a count */
  figure: string;
  history: number | null;
  recount: number | null;
}
export interface Comparison {
  /** metric → figures that were compared */
  compared: Map<string, number>;
  differences: Difference[];
}

/** Quantiles are kept within this. */
const QUANTILE_ERROR = 0.01;
/** Ratios of equal counts, computed in another order. */
const ROUNDING = 1e-12;

export interface Asked {
  scopes: { text: string; scope: Scope }[];
  /** each read as of its end */
  spans: Span[];
  metric?: string;
}

/** Yields after each span, so that progress can be shown and the work be stopped. */
export function* compare(
  engine: Engine,
  directory: Directory,
  facts: readonly KnownFact[],
  { scopes, spans, metric }: Asked,
): Generator<number, Comparison, void> {
  const result: Comparison = { compared: new Map(), differences: [] };
  const channelOf = channelsOf(facts, directory);
  for (const [i, span] of spans.entries()) {
    const known = facts.filter(({ eventAt }) => eventAt < span.toAt);
    const numbers = new PlainNumbers(new PlainFloor(known), directory, span.toAt, channelOf);
    for (const { text, scope } of scopes) {
      const history = readMetrics(engine, scope, span);
      const recount = numbers.read(scope, span);
      for (const [key, reading] of Object.entries(history)) {
        if (metric !== undefined && key !== metric) continue;
        const found = differencesOf(key, reading, recount[key]);
        result.compared.set(key, (result.compared.get(key) ?? 0) + found.compared);
        result.differences.push(...found.differences.map((one) => ({ ...one, metric: key, scope: text, span })));
      }
    }
    yield i + 1;
  }
  return result;
}

type Plain = Pick<Difference, 'figure' | 'history' | 'recount'>;

function differencesOf(
  key: string,
  history: Reading,
  recount: PlainReading | undefined,
): { compared: number; differences: Plain[] } {
  const figures: Plain[] = [{ figure: 'value', history: history.value, recount: recount?.value ?? null }];
  for (const name of new Set([...Object.keys(history.counts), ...Object.keys(recount?.counts ?? {})]))
    figures.push({ figure: name, history: history.counts[name] ?? null, recount: recount?.counts[name] ?? null });
  const error = (figure: string) => (figure === 'value' ? (/^wait\.p\d+$/.test(key) ? QUANTILE_ERROR : ROUNDING) : 0);
  return {
    compared: figures.length,
    differences: figures.filter(({ figure, history: a, recount: b }) => !isSame(a, b, error(figure))),
  };
}

function isSame(a: number | null, b: number | null, error: number): boolean {
  if (a === null || b === null) return a === b;
  return a === b || Math.abs(a - b) <= error * Math.max(Math.abs(a), Math.abs(b));
}
