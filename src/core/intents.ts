// The assistant's sessions by what customers wanted: how each kind of request ended. Counted by site and channel: a
// session is in no queue yet.
import { matches } from './collect.ts';
import type { Engine } from './engine.ts';
import type { EndedSession } from './metric.ts';
import type { Scope } from './scope.ts';
import type { Span } from './window.ts';

export interface IntentRow {
  /** "" where none was told */
  intent: string;
  sessions: number;
  resolved: number;
  handedOver: number;
  left: number;
}

/** Rows of sessions that are described between two pauses. */
const STEP = 2000;

/** Most sessions first. Yields now and then: a day has half a million of them. */
export function* answerIntents(engine: Engine, scope: Scope, span: Span): Generator<undefined, IntentRow[], void> {
  const rows = new Map<string, IntentRow>();
  const rules = engine.rules(scope);
  for (const piece of engine.pieces(span)) {
    const { describer, floor, own } = piece.engine;
    const filter = piece.engine.filter(scope);
    const found = own.rows('sessions', piece.span);
    for (const [i, row] of found.entries()) {
      if (i % STEP === STEP - 1) yield;
      const described = describer.sessions(row, span.toAt);
      const { thing } = described;
      if (!thing || !matches(described, filter)) continue;
      if (rules.assistantExcludesDirect && thing.direct) continue;
      add(rows, floor.sessions.intents.text(floor.sessions.table.col.intent[row]), thing);
    }
  }
  return [...rows.values()].sort((a, b) => b.sessions - a.sessions || (a.intent < b.intent ? -1 : 1));
}

function add(rows: Map<string, IntentRow>, intent: string, { outcome }: EndedSession): void {
  let row = rows.get(intent);
  if (!row) rows.set(intent, (row = { intent, sessions: 0, resolved: 0, handedOver: 0, left: 0 }));
  row.sessions++;
  if (outcome === 'resolved') row.resolved++;
  if (outcome === 'handed_over') row.handedOver++;
  if (outcome === 'left') row.left++;
}
