// What the settings say of the operator: names, zones and thresholds. Ids that it does not name are shown as they are.

export interface QueueEntry {
  id: string;
  name?: string;
  channel?: string;
  /** T of the service level, seconds */
  thresholdS?: number;
  /** S, the limit of a short abandon, seconds */
  shortS?: number;
}

export interface Directory {
  title: string;
  /** IANA zone of "today", clocks and axes */
  zone: string;
  serviceLevel: string;
  thresholdS: number;
  shortS: number;
  sites: { id: string; name?: string }[];
  queues: QueueEntry[];
}

export const REFERENCE: Directory = {
  title: 'Tablo',
  zone: 'UTC',
  serviceLevel: 'ignore',
  thresholdS: 30,
  shortS: 5,
  sites: [],
  queues: [],
};
