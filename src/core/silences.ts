// Stretches of time in which every source was silent: a count of nothing would be a lie there.
import type { Engine } from './engine.ts';
import type { SourceHealth } from './floor/sources.ts';
import type { Span } from './window.ts';

/**
 * Oldest first; what came after `until` is not known.
 * @param from what was before need not be told, epoch ms
 */
export function silences(engine: Engine, until: number, from = -Infinity): Span[] {
  const sources = engine.elsewhere?.sources() ?? engine.floor.sources;
  // Where there is no source nobody was ever heard.
  const all: Span[] = [{ fromAt: -Infinity, toAt: until }];
  return [...sources.values()].map((source) => silencesOf(source, until, from)).reduce(shared, all);
}

/** Whether a stretch lies in one of these as a whole. */
export function isSilent(silent: readonly Span[], { fromAt, toAt }: Span): boolean {
  return silent.some((one) => one.fromAt <= fromAt && toAt <= one.toAt);
}

/** Before its first word; down until it says otherwise; a gap is told when it is over. */
function silencesOf({ statuses, oldestAt }: SourceHealth, until: number, from: number): Span[] {
  const found: Span[] = [{ fromAt: -Infinity, toAt: Math.min(oldestAt, until) }];
  let downFrom: number | null = null;
  const [first, end] = [Math.max(0, statuses.firstFrom(from) - 1), statuses.firstFrom(until)];
  for (let place = first; place < end; place++) {
    const [at, { state, sinceAt, untilAt }] = [statuses.at(place), statuses.value(place)];
    if (downFrom !== null && state !== 'down') found.push({ fromAt: downFrom, toAt: at });
    if (state === 'gap') found.push({ fromAt: sinceAt, toAt: untilAt || at });
    if (state !== 'down') downFrom = null;
    else downFrom ??= Math.min(sinceAt, at);
  }
  if (downFrom !== null) found.push({ fromAt: downFrom, toAt: until });
  return joined(found);
}

/** In order, those that touch as one. */
function joined(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { fromAt, toAt } of [...spans].sort((a, b) => a.fromAt - b.fromAt)) {
    const last = found.at(-1);
    if (last && fromAt <= last.toAt) last.toAt = Math.max(last.toAt, toAt);
    else if (toAt > fromAt) found.push({ fromAt, toAt });
  }
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
