// Counts one day minute by minute, for each scope that is asked for often: one place, and the queues and channels of a
// site. Whoever asks for another scope asks the facts.
import type { Cell } from '#core/collect.ts';
import type { RowSubject } from '#core/describe.ts';
import type { Engine } from '#core/engine.ts';
import { spanOfDay } from '#core/floor/tell-day.ts';
import type { Scope } from '#core/scope.ts';
import type { Sketch } from '#core/sketch.ts';
import type { Plan } from '#core/tally.ts';
import { CHANNELS } from '#core/vocabulary.ts';

export const MINUTES = 1440;
/** Numbers of counters: 0 … are the plan's sums; the latest fact on which a minute's things depend, epoch ms; sketches; greatest values. */
export const SETTLED = -1;
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

export interface Column {
  subject: RowSubject;
  scope: string;
  counter: number;
  /** of sums and SETTLED one a minute, of sketches (minute or hour, bin, count) …, of greatest values (minute, value) … */
  numbers: Float64Array;
}

export function* rollUp(engine: Engine, day: number): Generator<Column> {
  const firstMinute = spanOfDay(day).fromAt / 60_000;
  for (const subject of SUBJECTS) {
    const scopes = new Map<string, DayCounts>();
    const minutes = engine.ownMinutes(subject, spanOfDay(day)).sort(([a], [b]) => a - b);
    for (const [number, cells] of minutes)
      for (const cell of cells)
        for (const scope of scopesOf(engine, cell)) {
          let counts = scopes.get(scope);
          if (!counts) scopes.set(scope, (counts = new DayCounts(engine.plan(subject))));
          counts.add(number - firstMinute, cell);
        }
    for (const [scope, counts] of scopes)
      for (const [counter, numbers] of counts.columns()) yield { subject, scope, counter, numbers };
  }
}

/** of a sketch, by minute or hour */
type TimedBin = [when: number, bin: number, count: number];

class DayCounts {
  readonly #settled = new Float64Array(MINUTES);
  readonly #sums: Float64Array[];
  readonly #ofMinutes: Map<string, TimedBin>[];
  readonly #ofHours: Map<string, TimedBin>[];

  readonly #mosts: Map<number, number>[];

  constructor({ sums, sketches, mosts }: Plan) {
    this.#sums = sums.map(() => new Float64Array(MINUTES));
    this.#ofMinutes = sketches.map(() => new Map<string, TimedBin>());
    this.#ofHours = sketches.map(() => new Map<string, TimedBin>());
    this.#mosts = mosts.map(() => new Map<number, number>());
  }

  add(minute: number, { tally, settledAt }: Cell): void {
    const { sums, sketches, mosts } = tally.counted;
    this.#settled[minute] = Math.max(this.#settled[minute], settledAt);
    for (let i = 0; i < sums.length; i++) this.#sums[i][minute] += sums[i];
    for (const [i, sketch] of sketches.entries()) {
      addBins(this.#ofMinutes[i], minute, sketch);
      addBins(this.#ofHours[i], Math.floor(minute / 60), sketch);
    }
    for (const [i, most] of mosts.entries())
      if (most !== null) this.#mosts[i].set(minute, Math.max(most, this.#mosts[i].get(minute) ?? -Infinity));
  }

  *columns(): Generator<[counter: number, numbers: Float64Array]> {
    if (this.#settled.some((at) => at !== 0)) yield [SETTLED, this.#settled];
    for (const [i, numbers] of this.#sums.entries()) if (numbers.some((n) => n !== 0)) yield [i, numbers];
    for (const [kind, all] of [
      [SKETCH_OF_MINUTES, this.#ofMinutes],
      [SKETCH_OF_HOURS, this.#ofHours],
    ] as const)
      for (const [i, bins] of all.entries())
        if (bins.size > 0) yield [kind + i, Float64Array.from([...bins.values()].flat())];
    for (const [i, mosts] of this.#mosts.entries())
      if (mosts.size > 0) yield [MOST + i, Float64Array.from([...mosts].flat())];
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
    ...(q ? [key({ queue: q })] : []),
    ...(s ? [key({ site: s })] : []),
    ...(t ? [key({ team: t })] : []),
    ...(c ? [key({ channel: c })] : []),
    ...(s && q ? [key({ site: s, queue: q })] : []),
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
