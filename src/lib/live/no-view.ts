// The floor before anything is known of it: the same picture, with nothing said.
import type { Reading } from '#core/reading.ts';
import type { FloorView } from '#core/view/floor-view.ts';

export const NOTHING_READ: Reading = { value: null, unit: 'count', counts: {}, state: 'none' };

export const NO_VIEW: FloorView = {
  scope: 'all',
  title: 'Tablo',
  zone: 'UTC',
  newestAt: null,
  simulated: false,
  sources: [],
  thresholdS: 30,
  readings: {},
  lines: {},
};

/** @param key as in FloorView.readings; what was not asked for, or has not come, says nothing */
export const readingOf = ({ readings }: Pick<FloorView, 'readings'>, key: string): Reading =>
  readings[key] ?? NOTHING_READ;
