// What a screen needs that nobody touches for months, whether it shows one board or many in turn.
import type { Line } from '#lib/live/line.svelte.ts';
import { keepShell } from '#lib/live/shell.ts';
import { watchPage } from '#lib/live/watchdog.ts';
import { shiftPixels } from './pixel-shift.ts';
import { keepAwake } from './wake-lock.ts';

/** @returns stops */
export function attend(line: Line): () => void {
  line.isUnattended = true;
  keepShell();
  // What a shifted picture leaves free at the edges is as dark as itself.
  document.documentElement.dataset.theme = 'dark';
  const stops = [watchPage(), keepAwake()];
  return () => {
    delete document.documentElement.dataset.theme;
    for (const stop of stops) stop();
  };
}

export const keepFromBurningIn = (): (() => void) => shiftPixels(document.body);
