// The floor before anything is known of it: the same picture, with nothing said.
import type { Reading, Unit } from '#core/reading.ts';
import type { FloorView } from '#core/view/floor-view.ts';

const nothing = (unit: Unit): Reading => ({ value: null, unit, counts: {}, state: 'none' });

export const NO_VIEW: FloorView = {
  scope: 'all',
  title: 'Tablo',
  zone: 'UTC',
  newestAt: null,
  simulated: false,
  sources: [],
  heroes: {
    waiting: nothing('count'),
    longest: nothing('s'),
    asa: nothing('s'),
    serviceLevel: nothing('ratio'),
    available: nothing('count'),
    signedIn: nothing('count'),
    deflection: nothing('ratio'),
    nps: nothing('score'),
  },
  thresholdS: 30,
  agents: { states: [], byState: {} },
  queues: [],
  flow: { assistant: 0, resolved: 0, handedOver: 0, leftAssistant: 0, direct: 0, answered: 0, lost: 0, moved: 0 },
  series: { waitP50: {}, waitP90: {}, deflection: {}, nps: {}, npsMargin: {} },
};
