// What a screen needs that nobody touches for months, whether it shows one board or many in turn.
import { askWhoIAm } from '#lib/access/who-am-i.ts';
import type { Line } from '#lib/live/line.svelte.ts';
import type { PictureStore } from '#lib/live/picture-store.ts';
import { Reporter } from '#lib/live/reporter.ts';
import { keepShell } from '#lib/live/shell.ts';
import { watchPage } from '#lib/live/watchdog.ts';
import { shiftPixels } from './pixel-shift.ts';
import { keepAwake } from './wake-lock.ts';

/** A screen that has not asked for so long asks who it is: its secret is exchanged now and then. At no common moment. */
const ASK_MS = 6 * 3_600_000;

/** What was paired was this device with its key: without that it has to be paired again. */
let hasLostKey = false;

/** @returns stops */
export function attend(line: Line, pictures: PictureStore): () => void {
  line.isUnattended = true;
  line.reporter = new Reporter();
  line.sign = async (nonce) => {
    // Most screens are never asked: those over plain http have no key.
    const { sign } = await import('#lib/live/device-key.ts');
    const signed = await sign(nonce);
    hasLostKey = signed === null;
    return signed ?? '';
  };
  line.onShut = () => void goWhereItBelongs(pictures);
  line.onShut();
  const asks = setInterval(line.onShut, ASK_MS * (1 + Math.random()));
  keepShell();
  // What a shifted picture leaves free at the edges is as dark as itself.
  document.documentElement.dataset.theme = 'dark';
  const stops = [watchPage(), keepAwake()];
  return () => {
    line.reporter = null;
    delete document.documentElement.dataset.theme;
    clearInterval(asks);
    for (const stop of stops) stop();
  };
}

/** Never to a page that asks for a password: a screen that may see nothing shows a code, one that was led elsewhere goes there. */
async function goWhereItBelongs(pictures: PictureStore): Promise<void> {
  const me = await askWhoIAm();
  const here = location.pathname + location.search;
  if (me?.kind === 'nobody') {
    await pictures.forgetAll();
    location.replace(`/pair?to=${encodeURIComponent(here)}`);
  } else if (me?.screen && hasLostKey) location.replace(`/pair?lost=1&to=${encodeURIComponent(here)}`);
  else if (me?.screen && me.screen !== here) location.replace(me.screen);
}

export const keepFromBurningIn = (): (() => void) => shiftPixels(document.body);
