// What is known of each source: newest event, state as it said itself, lateness, simulated or not.
import type { EventData } from '../event.ts';
import { History, type Told } from './history.ts';

/** Events further behind the newest of their source change intervals that were final. */
export const LATENESS_MS = 30 * 60_000;

export type SourceState = EventData<'source.status'>['state'];
export interface SourceStatus {
  state: SourceState;
  /** beginning of a gap, or when the state was told; epoch ms */
  sinceAt: number;
  detail: string;
}

export class SourceHealth {
  readonly id: string;
  statuses = new History<SourceStatus>((s) => JSON.stringify(s));
  newestAt = 0;
  events = 0;
  late = 0;
  unknown = 0;
  /** has told of something simulated */
  simulated = false;

  constructor(id: string) {
    this.id = id;
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
    return late;
  }

  status(when: Told, data: EventData<'source.status'>): void {
    const sinceAt = data.from ? Date.parse(data.from) : when.at;
    this.statuses.put(when, { state: data.state, sinceAt, detail: data.detail ?? '' });
  }
}
