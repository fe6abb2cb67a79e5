// Days that an engine does not count itself: they were moved out of it, or it is one of them.
import type { RowSubject } from './describe.ts';
import type { Engine } from './engine.ts';
import type { SourceHealth } from './floor/sources.ts';
import type { Scope } from './scope.ts';
import type { Tally } from './tally.ts';
import type { Span } from './window.ts';

/** An engine that counts a stretch of time. */
export interface Piece {
  engine: Engine;
  span: Span;
}

export interface Elsewhere {
  /** The stretches of a span that the engine counts itself. */
  own(span: Span): Span[];
  /** What counts in the rest of a span. */
  totals(subject: RowSubject, span: Span, scope: Scope, asOf: number): Tally[];
  /** The same by the queue's id. */
  byQueue(subject: RowSubject, span: Span, scope: Scope, asOf: number): Map<string, Tally>[];
  /** Who has the facts of a span, oldest first. */
  pieces(span: Span): Piece[];
  /** Who knows how things stood just before an instant. */
  engineAt(at: number): Engine;
  /** What sources said of themselves: that is not moved. */
  sources(): ReadonlyMap<string, SourceHealth>;
  /** When the first of those days begins, epoch ms; null = there is none. */
  beginning(): number | null;
}
