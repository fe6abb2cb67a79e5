// What sources said about their whole floor at an instant. A visit of that source which should have been waiting then
// and was not listed had vanished: it ends there as "unknown".
import type { EventData } from '../event.ts';
import { parseScope } from '../scope.ts';
import { CHANNELS } from '../vocabulary.ts';
import type { DumpPart } from './dump.ts';
import type { Names } from './names.ts';

export interface Snapshot {
  asofAt: number;
  /** when we heard it */
  seenAt: number;
  /** what it is of, as numbers of names; absent = any */
  of: Partial<VisitPlace>;
  /** false = of what no waiting visit belongs to, as a team */
  hasVisits: boolean;
  waiting: Set<string>;
}

/** Where a visit waits, as numbers of names; of the channel 1 + its index; 0 = not told. */
export interface VisitPlace {
  queue: number;
  site: number;
  channel: number;
}

const isOfAll = ({ of, hasVisits }: Snapshot): boolean => hasVisits && Object.keys(of).length === 0;

export class Snapshots {
  #bySource = new Map<number, Snapshot[]>();

  /** Keeps a complete snapshot, in order of its instant. @returns whether it is of all that its source has */
  keep(source: number, data: EventData<'snapshot'>, seenAt: number, queues: Names, sites: Names): boolean {
    const snapshot: Snapshot = {
      asofAt: Date.parse(data.asof),
      seenAt,
      ...partOf(data.scope, queues, sites),
      waiting: new Set(data.waiting.map((w) => w.visit)),
    };
    let list = this.#bySource.get(source);
    if (!list) this.#bySource.set(source, (list = []));
    let at = list.length;
    while (at > 0 && list[at - 1].asofAt > snapshot.asofAt) at--;
    list.splice(at, 0, snapshot);
    return isOfAll(snapshot);
  }

  /** The first instant after `queuedAt` at which this visit was missing; 0 when it never was. */
  missingAt(source: number, visit: () => string, place: VisitPlace, queuedAt: number): number {
    for (const snapshot of this.#bySource.get(source) ?? []) {
      if (snapshot.asofAt <= queuedAt || !isIn(place, snapshot) || snapshot.waiting.has(visit())) continue;
      return snapshot.asofAt;
    }
    return 0;
  }

  *completeFor(source: number): Generator<Snapshot> {
    for (const snapshot of this.#bySource.get(source) ?? []) if (isOfAll(snapshot)) yield snapshot;
  }

  forget(seenBefore: number): void {
    for (const [source, list] of this.#bySource) {
      this.#bySource.set(
        source,
        list.filter((snapshot) => snapshot.seenAt >= seenBefore),
      );
    }
  }

  dump(to: DumpPart): void {
    const listed = (list: Snapshot[]) => list.map((one) => ({ ...one, waiting: [...one.waiting] }));
    to.note(
      'bySource',
      [...this.#bySource].map(([source, list]) => [source, listed(list)]),
    );
  }

  restore(from: DumpPart): void {
    type Noted = Omit<Snapshot, 'waiting'> & { waiting: string[] };
    const noted = from.noted<[number, Noted[]][]>('bySource');
    const made = (list: Noted[]) => list.map((one) => ({ ...one, waiting: new Set(one.waiting) }));
    this.#bySource = new Map(noted.map(([source, list]) => [source, made(list)]));
  }
}

function isIn(place: VisitPlace, { of, hasVisits }: Snapshot): boolean {
  if (!hasVisits) return false;
  return (Object.keys(of) as (keyof VisitPlace)[]).every((kind) => of[kind] === place[kind]);
}

/** Of a team is nobody who waits: what such a snapshot does not list is not missing. */
function partOf(text: string, queues: Names, sites: Names): Pick<Snapshot, 'of' | 'hasVisits'> {
  const scope = parseScope(text);
  if (!scope.ok || scope.value.empty || scope.value.team !== undefined) return { of: {}, hasVisits: false };
  const { queue, site, channel } = scope.value;
  const of: Partial<VisitPlace> = {};
  if (queue !== undefined) of.queue = queues.number(queue);
  if (site !== undefined) of.site = sites.number(site);
  if (channel !== undefined) of.channel = 1 + CHANNELS.findIndex((known) => known === channel);
  return { of, hasVisits: true };
}
