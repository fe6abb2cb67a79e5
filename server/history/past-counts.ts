// What counted on days that an engine does not count itself: from roll-ups as far as they go, else from the facts of
// whoever has them.
import type { RowSubject } from '#core/describe.ts';
import type { Elsewhere, Piece } from '#core/elsewhere.ts';
import type { Engine } from '#core/engine.ts';
import { spanOfUtcDay, utcDayOf } from '#core/floor/utc-day.ts';
import type { Scope } from '#core/scope.ts';
import { Tally } from '#core/tally.ts';
import type { Span } from '#core/window.ts';
import { scopeKey } from './roll-up-day.ts';
import { LIVE, type RollUps } from './roll-ups.ts';
import type { Shelf } from './shelf.ts';

interface Stretch extends Span {
  day: number;
}

export class PastCounts implements Elsewhere {
  readonly #shelf: Shelf;
  readonly #rollUps: RollUps;
  readonly #live: Engine;
  /** day whose engine asks; null = the live one */
  readonly #own: number | null;

  constructor(shelf: Shelf, rollUps: RollUps, live: Engine, own: number | null) {
    this.#shelf = shelf;
    this.#rollUps = rollUps;
    this.#live = live;
    this.#own = own;
  }

  own(span: Span): Span[] {
    return joined(stretches(span).filter(({ day }) => this.#isOwn(day)));
  }

  totals(subject: RowSubject, span: Span, scope: Scope, asOf: number): Tally[] {
    const others = stretches(span).filter(({ day }) => !this.#isOwn(day));
    return others.flatMap((part) => this.#total(part, subject, scope, asOf));
  }

  byQueue(subject: RowSubject, span: Span, scope: Scope, asOf: number): Map<string, Tally>[] {
    const others = stretches(span).filter(({ day }) => !this.#isOwn(day));
    return others.map((part) => this.#byQueue(part, subject, scope, asOf));
  }

  pieces(span: Span): Piece[] {
    const parts = stretches(span);
    const live = joined(parts.filter(({ day }) => !this.#shelf.days.has(day)));
    const shelved = parts.filter(({ day }) => this.#shelf.days.has(day));
    return [
      ...live.map((part) => ({ engine: this.#live, span: part })),
      ...shelved.map(({ day, ...part }) => ({ engine: this.#shelf.engineOf(day), span: part })),
    ].sort((a, b) => a.span.fromAt - b.span.fromAt);
  }

  engineAt(at: number): Engine {
    return this.#shelf.engineOf(utcDayOf(at - 1));
  }

  sources(): Engine['floor']['sources'] {
    return this.#live.floor.sources;
  }

  beginning(): number | null {
    const { days } = this.#shelf;
    return days.size === 0 ? null : spanOfUtcDay(Math.min(...days.keys())).fromAt;
  }

  /** A day that is rolled up is asked for its roll-ups, even by its own engine. */
  #isOwn(day: number): boolean {
    const isMine = this.#own === null ? !this.#shelf.days.has(day) : day === this.#own;
    return isMine && !this.#isRolledUp(day);
  }

  #isRolledUp(day: number): boolean {
    return this.#rollUps.has(day, this.#shelf.days.get(day)?.file ?? LIVE);
  }

  #byQueue(part: Stretch, subject: RowSubject, scope: Scope, asOf: number): Map<string, Tally> {
    const isOnlySite = scope.queue === undefined && scope.team === undefined && scope.channel === undefined;
    if (!isOnlySite || !this.#isRolledUp(part.day)) {
      const engine = this.#shelf.engineOf(part.day);
      return engine.own.byQueue(subject, part, engine.filter(scope), asOf);
    }
    const tallies = new Map<string, Tally>();
    for (const queue of ['', ...this.#live.floor.queues.all()]) {
      const tally = new Tally(this.#live.plan(subject));
      for (const one of this.#total(part, subject, { ...scope, queue }, asOf)) tally.merge(one);
      if (!tally.isEmpty) tallies.set(queue, tally);
    }
    return tallies;
  }

  #total({ day, ...span }: Stretch, subject: RowSubject, scope: Scope, asOf: number): Tally[] {
    const totalOf = (engine: Engine, part: Span) => engine.own.total(subject, part, engine.filter(scope), asOf);
    const rowsOf = (engine: Engine, part: Span) => engine.own.totalOfRows(subject, part, engine.filter(scope), asOf);
    const isShelved = this.#shelf.days.has(day);
    const isRolledUp = this.#isRolledUp(day);
    // Beside its roll-ups a day on the shelf is asked for edges, and for minutes that something from then on changed.
    const key = scopeKey(scope);
    const areSumsUseless = isShelved && isRolledUp && key !== null;
    const facts = (part: Span) => (areSumsUseless ? rowsOf : totalOf)(this.#shelf.engineOf(day), part);
    if (!isRolledUp) return [facts(span)];
    const disturbed = isShelved ? UNDISTURBED : this.#live.own.disturbed(subject);
    const rolled = this.#rollUps.total({ day, subject, span, key, asOf, disturbed }, this.#live.plan(subject));
    if (!rolled) return [facts(span)];
    // Of a day on the shelf the live engine may have heard something more.
    const since = isShelved ? rolled.covered.filter((part) => this.#live.own.has(subject, part)) : [];
    return [rolled.tally, ...since.map((part) => totalOf(this.#live, part)), ...rolled.rest.map(facts)];
  }
}

const UNDISTURBED: ReadonlySet<number> = new Set();

/** A span by days; an empty one is of the day that it ends. */
function stretches({ fromAt, toAt }: Span): Stretch[] {
  if (fromAt >= toAt) return [{ day: utcDayOf(toAt - 1), fromAt, toAt }];
  const found: Stretch[] = [];
  for (let day = utcDayOf(fromAt); day <= utcDayOf(toAt - 1); day++) {
    const whole = spanOfUtcDay(day);
    found.push({ day, fromAt: Math.max(fromAt, whole.fromAt), toAt: Math.min(toAt, whole.toAt) });
  }
  return found;
}

/** Neighbours as one. */
function joined(parts: Stretch[]): Span[] {
  const spans: Span[] = [];
  for (const { fromAt, toAt } of parts) {
    const last = spans.at(-1);
    if (last && last.toAt === fromAt) last.toAt = toAt;
    else spans.push({ fromAt, toAt });
  }
  return spans;
}
