// Live streams of today: who watches, what was asked, what was answered.
import type { Engine } from '../engine.ts';
import type { Scope } from '../scope.ts';
import { streamsIn } from '../spread.ts';
import type { Span } from '../window.ts';
import type { Series, StreamRow } from './floor-view.ts';

const MINUTE_MS = 60_000;
const MOST_STREAMS = 20;

/** At most twenty, the live ones first. @param at as of this instant, epoch ms */
export function streamRows(engine: Engine, scope: Scope, at: number): StreamRow[] {
  const span = engine.span('today', at, scope);
  const rows = [...streamsIn(engine, span, scope)].map(([id, { live, viewers, questions, answered }]) => {
    const platform = engine.asOf(at).floor.streams.all.get(id)?.samples.before(at)?.platform ?? '';
    return { id, platform, live, viewers, questions, answered, line: viewersOf(engine, id, span) };
  });
  rows.sort((a, b) => Number(b.live) - Number(a.live) || b.viewers - a.viewers || (a.id < b.id ? -1 : 1));
  return rows.slice(0, MOST_STREAMS);
}

/** The newest sample of each minute. */
function viewersOf(engine: Engine, id: string, span: Span): Series {
  const line: Series = {};
  for (const piece of engine.pieces(span)) {
    const samples = piece.engine.floor.streams.all.get(id)?.samples;
    for (const { at, value } of samples?.within(piece.span.fromAt, piece.span.toAt) ?? [])
      line[Math.floor(at / MINUTE_MS)] = value.live ? value.viewers : 0;
  }
  return line;
}
