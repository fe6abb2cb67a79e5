// Stretches of time in which every source was silent: a count of nothing would be a lie there.
import type { Engine } from './engine.ts';
import type { SourceHealth } from './floor/sources.ts';
import type { Span } from './window.ts';

/** Oldest first; what came after `until` is not known. */
export function silences(engine: Engine, until: number): Span[] {
  const sources = engine.elsewhere?.sources() ?? engine.floor.sources;
  const [first, ...others] = [...sources.values()].map((source) => silencesOf(source, until));
  return others.reduce(shared, first ?? []);
}

/** Down until it says otherwise; a gap is told when it is over. */
function silencesOf({ statuses }: SourceHealth, until: number): Span[] {
  const found: Span[] = [];
  let downFrom: number | null = null;
  const add = (fromAt: number, toAt: number): void => {
    const last = found[found.length - 1] as Span | undefined;
    if (last && fromAt <= last.toAt) last.toAt = Math.max(last.toAt, toAt);
    else if (toAt > fromAt) found.push({ fromAt, toAt });
  };
  for (const { at, value } of statuses.within(-Infinity, until)) {
    if (downFrom !== null && value.state !== 'down') add(downFrom, at);
    if (value.state === 'gap') add(value.sinceAt, at);
    if (value.state !== 'down') downFrom = null;
    else downFrom ??= at;
  }
  if (downFrom !== null) add(downFrom, until);
  return found;
}

function shared(all: readonly Span[], others: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const one of all)
    for (const other of others) {
      const both = { fromAt: Math.max(one.fromAt, other.fromAt), toAt: Math.min(one.toAt, other.toAt) };
      if (both.toAt > both.fromAt) found.push(both);
    }
  return found;
}
