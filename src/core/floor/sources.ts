// What is known of each source: newest event, state as it said itself, lateness, simulated or not.
import type { EventData } from '../event.ts';
import type { DumpPart } from './dump.ts';
import { History, type Told } from './history.ts';
import type { Packings, SourceStatus } from './packings.ts';

/** Events further behind the newest of their source change intervals that were final. */
export const LATENESS_MS = 30 * 60_000;

export class SourceHealth {
  readonly id: string;
  readonly statuses: History<SourceStatus>;
  /** the earliest that it told of, epoch ms; 0 = nothing yet */
  oldestAt = 0;
  newestAt = 0;
  events = 0;
  late = 0;
  unknown = 0;
  /** has told of something simulated */
  simulated = false;

  constructor(id: string, packings: Packings) {
    this.id = id;
    this.statuses = new History(packings.statuses);
  }

  /** @returns whether the event came so late that its interval is revised */
  heard(toldAt: number, seenAt: number, simulated: boolean): boolean {
    // A clock that runs ahead must not make what it says look fresh for hours.
    const eventAt = Math.min(toldAt, seenAt);
    this.events++;
    this.simulated ||= simulated;
    const late = eventAt < this.newestAt - LATENESS_MS;
    if (late) this.late++;
    if (eventAt > this.newestAt) this.newestAt = eventAt;
    if (this.oldestAt === 0 || eventAt < this.oldestAt) this.oldestAt = eventAt;
    return late;
  }

  static dump(to: DumpPart, sources: readonly SourceHealth[]): void {
    to.note(
      'sources',
      sources.map(({ id, oldestAt, newestAt, events, late, unknown, simulated }) => {
        return { id, oldestAt, newestAt, events, late, unknown, simulated };
      }),
    );
    History.dump(
      to,
      sources.map(({ statuses }): History<unknown> => statuses),
    );
  }

  static restore(from: DumpPart, packings: Packings): SourceHealth[] {
    const noted = from.noted<Omit<SourceHealth, 'statuses'>[]>('sources');
    const sources = noted.map(({ id, ...counts }) => Object.assign(new SourceHealth(id, packings), counts));
    History.restore(
      from,
      sources.map(({ statuses }): History<unknown> => statuses),
    );
    return sources;
  }

  status(when: Told, data: EventData<'source.status'>): void {
    const sinceAt = data.from ? Date.parse(data.from) : when.at;
    const untilAt = data.state === 'gap' && data.to ? Date.parse(data.to) : 0;
    this.statuses.put(when, { state: data.state, sinceAt, untilAt, detail: data.detail ?? '' });
  }
}
