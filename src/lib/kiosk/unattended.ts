// What a screen needs that nobody touches for months, whether it shows one board or many in turn.
import { keepShell } from '#lib/live/shell.ts';
import { watchPage } from '#lib/live/watchdog.ts';
import { keepAwake } from './wake-lock.ts';

/** @returns stops */
export function attend(): () => void {
  keepShell();
  const stops = [watchPage(), keepAwake()];
  return () => stops.forEach((stop) => stop());
}
