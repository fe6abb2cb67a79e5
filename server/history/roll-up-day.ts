// Counts one day minute by minute, for each scope that is asked for often: one place, and the queues and channels of a
// site. Whoever asks for another scope asks the facts.
import { deflateSync } from 'node:zlib';
import type { Cell } from '#core/collect.ts';
import type { RowSubject } from '#core/describe.ts';
import type { Engine } from '#core/engine.ts';
import { MINUTE_MS } from '#core/floor/timeline.ts';
import { spanOfUtcDay } from '#core/floor/utc-day.ts';
import type { Scope } from '#core/scope.ts';
import type { Sketch } from '#core/sketch.ts';
import type { Plan } from '#core/tally.ts';
import { CHANNELS } from '#core/vocabulary.ts';
import { MinuteColumns, type MinuteCounts } from './minute-columns.ts';
import { TimedTuples } from './timed-tuples.ts';

/** Parts of what is counted: all sums, and from these numbers on the sketches and greatest values by their places. */
export const SUMS = 0;
export const SKETCH_OF_MINUTES = 1000;
export const SKETCH_OF_HOURS = 2000;
export const MOST = 3000;

const SUBJECTS: readonly RowSubject[] = [
  'visits',
  'arrivals',
  'sessions',
  'recontacts',
  'responses',
  'talks',
  'wraps',
  'ended',
  'repeats',
  'sales',
];

/** Counted in one go: some ten milliseconds on a big floor. */
const SLICE_MS = 10 * MINUTE_MS;

export interface RolledPart {
  subject: RowSubject;
  scope: string;
  part: number;
  /** deflated; of SUMS MinuteColumns; of sketches (minute or hour, bin, count) …, of greatest values (minute, value) …, as f64 */
  bytes: Uint8Array;
}

/** Yields null now and then, so that it can be done in slices; what changes meanwhile may be in it or not. */
export function* rollUp(engine: Engine, day: number): Generator<RolledPart | null> {
  const { fromAt, toAt } = spanOfUtcDay(day);
  for (const subject of SUBJECTS) {
    const scopes = new Map<string, DayCounts>();
    for (let at = fromAt; at < toAt; at += SLICE_MS) {
      for (const [number, cells] of engine.own.minutes(subject, { fromAt: at, toAt: at + SLICE_MS }))
        for (const cell of cells)
          for (const scope of scopesOf(engine, cell)) {
            let counts = scopes.get(scope);
            if (!counts) scopes.set(scope, (counts = new DayCounts(engine.plan(subject))));
            counts.add(number - fromAt / MINUTE_MS, cell);
          }
      yield null;
    }
    for (const [scope, counts] of scopes)
      for (const [part, bytes] of counts.parts(fromAt))
        yield { subject, scope, part, bytes: deflateSync(bytes, { level: 1 }) };
  }
}

/** of a sketch, by minute or hour */
type TimedBin = [when: number, bin: number, count: number];

class DayCounts {
  readonly #plan: Plan;
  readonly #minutes = new Map<number, MinuteCounts>();
  readonly #ofMinutes: Map<string, TimedBin>[];
  readonly #ofHours: Map<string, TimedBin>[];
  readonly #mosts: Map<number, number>[];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#ofMinutes = plan.sketches.map(() => new Map<string, TimedBin>());
    this.#ofHours = plan.sketches.map(() => new Map<string, TimedBin>());
    this.#mosts = plan.mosts.map(() => new Map<number, number>());
  }

  add(minute: number, { tally, settledAt }: Cell): void {
    const { sums, sketches, mosts } = tally.counted;
    const known = this.#minutes.get(minute) ?? { settledAt: 0, sums: new Float64Array(sums.length) };
    known.settledAt = Math.max(known.settledAt, settledAt);
    for (let i = 0; i < sums.length; i++) known.sums[i] += sums[i];
    this.#minutes.set(minute, known);
    for (const [i, sketch] of sketches.entries()) {
      if (!sketch) continue;
      addBins(this.#ofMinutes[i], minute, sketch);
      addBins(this.#ofHours[i], Math.floor(minute / 60), sketch);
    }
    for (const [i, most] of mosts.entries())
      if (most !== null) this.#mosts[i].set(minute, Math.max(most, this.#mosts[i].get(minute) ?? -Infinity));
  }

  *parts(dayAt: number): Generator<[part: number, bytes: Uint8Array]> {
    yield [SUMS, MinuteColumns.encode(this.#minutes, this.#plan.sums.length, dayAt)];
    for (const [kind, all] of [
      [SKETCH_OF_MINUTES, this.#ofMinutes],
      [SKETCH_OF_HOURS, this.#ofHours],
    ] as const)
      for (const [i, bins] of all.entries()) if (bins.size > 0) yield [kind + i, TimedTuples.encode(bins.values())];
    for (const [i, mosts] of this.#mosts.entries()) if (mosts.size > 0) yield [MOST + i, TimedTuples.encode(mosts)];
  }
}

function addBins(to: Map<string, TimedBin>, when: number, sketch: Sketch): void {
  for (const [bin, count] of sketch.bins()) {
    const key = `${when} ${bin}`;
    const known = to.get(key);
    if (known) known[2] += count;
    else to.set(key, [when, bin, count]);
  }
}

function scopesOf({ floor }: Engine, { queue, site, team, channel }: Cell): string[] {
  const names = {
    queue: floor.queues.text(queue),
    site: floor.sites.text(site),
    team: floor.teams.text(team),
    channel: CHANNELS[channel - 1] ?? '',
  };
  const { queue: q, site: s, team: t, channel: c } = names;
  return [
    'all',
    key({ queue: q }),
    ...(s ? [key({ site: s })] : []),
    ...(t ? [key({ team: t })] : []),
    ...(c ? [key({ channel: c })] : []),
    ...(s ? [key({ site: s, queue: q })] : []),
    ...(s && c ? [key({ site: s, channel: c })] : []),
  ];
}

/** null = a scope that is not rolled up */
export function scopeKey(scope: Scope): string | null {
  const { site, team, queue, channel, empty } = scope;
  const places = [team, queue, channel].filter((id) => id !== undefined).length;
  if (empty || places > 1 || (team !== undefined && site !== undefined)) return null;
  return key({ site, team, queue, channel });
}

function key({ site, team, queue, channel }: Scope): string {
  const parts = Object.entries({ site, team, queue, channel }).filter(([, id]) => id !== undefined);
  return parts.length === 0 ? 'all' : JSON.stringify(parts);
}
