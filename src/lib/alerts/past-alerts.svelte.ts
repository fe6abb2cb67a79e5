// Alerts that are over, of the last 24 hours: those that the server lists, and those that have ended since.
import type { EndedAlert } from '#core/alert/alert.ts';

type Listed = Omit<EndedAlert, 'startedAt' | 'firedAt' | 'endedAt' | 'notifiedAt' | 'snoozedUntil' | 'acknowledged'> & {
  started: string;
  fired: string;
  ended: string;
  acknowledged: { at: string; by: string; note: string } | null;
};

export class PastAlerts {
  #listed = $state.raw<readonly EndedAlert[]>([]);
  failure = $state.raw('');

  async load(): Promise<void> {
    try {
      const response = await fetch('/api/v1/alerts');
      if (!response.ok) throw new Error(String(response.status));
      const { ended } = (await response.json()) as { ended: Listed[] };
      this.#listed = ended.map(read);
      this.failure = '';
    } catch (cause) {
      this.failure = (cause as Error).message;
    }
  }

  /** The latest first. @param recent that ended lately, as the topic tells */
  all(recent: readonly EndedAlert[]): EndedAlert[] {
    const known = new Set(recent.map(({ id }) => id));
    return [...recent, ...this.#listed.filter(({ id }) => !known.has(id))];
  }
}

function read({ started, fired, ended, acknowledged, ...rest }: Listed): EndedAlert {
  return {
    ...rest,
    startedAt: Date.parse(started),
    firedAt: Date.parse(fired),
    endedAt: Date.parse(ended),
    acknowledged: acknowledged && { ...acknowledged, at: Date.parse(acknowledged.at) },
    snoozedUntil: null,
    notifiedAt: null,
  };
}
