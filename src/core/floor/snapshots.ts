// What sources said about their whole floor at an instant. A visit of that source which should have been waiting then
// and was not listed had vanished: it ends there as "unknown".
import type { EventData } from '../event.ts';
import type { DumpPart } from './dump.ts';
import type { Names } from './names.ts';

export interface Snapshot {
  asofAt: number;
  /** when we heard it */
  seenAt: number;
  /** 0 = all queues */
  queue: number;
  site: number;
  waiting: Set<string>;
}

export class Snapshots {
  #bySource = new Map<number, Snapshot[]>();

  /** Keeps a complete snapshot, in order of its instant. Scopes: "all", "queue:ID", "site:ID". */
  keep(source: number, data: EventData<'snapshot'>, seenAt: number, queues: Names, sites: Names): Snapshot {
    const [kind, ...rest] = data.scope.split(':');
    const id = rest.join(':');
    const snapshot: Snapshot = {
      asofAt: Date.parse(data.asof),
      seenAt,
      queue: kind === 'queue' ? queues.number(id) : 0,
      site: kind === 'site' ? sites.number(id) : 0,
      waiting: new Set(data.waiting.map((w) => w.visit)),
    };
    let list = this.#bySource.get(source);
    if (!list) this.#bySource.set(source, (list = []));
    let at = list.length;
    while (at > 0 && list[at - 1].asofAt > snapshot.asofAt) at--;
    list.splice(at, 0, snapshot);
    return snapshot;
  }

  /** The first instant after `queuedAt` at which this visit was missing; 0 when it never was. */
  missingAt(source: number, visit: () => string, queue: number, site: number, queuedAt: number): number {
    for (const snapshot of this.#bySource.get(source) ?? []) {
      if (snapshot.asofAt <= queuedAt || snapshot.waiting.has(visit())) continue;
      if (snapshot.queue !== 0 && snapshot.queue !== queue) continue;
      if (snapshot.site !== 0 && snapshot.site !== site) continue;
      return snapshot.asofAt;
    }
    return 0;
  }

  *completeFor(source: number): Generator<Snapshot> {
    for (const snapshot of this.#bySource.get(source) ?? []) {
      if (snapshot.queue === 0 && snapshot.site === 0) yield snapshot;
    }
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
