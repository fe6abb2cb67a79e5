// Beside a page, in a thread of its own: hears from it every few seconds, and when it does not, asks the service worker to
// put another in its place. It can't load the page again itself.
import { FROZEN_PATH } from './shell-words.ts';
import { LOOK_MS, Strikes } from './strikes.ts';

const strikes = new Strikes();
let page: string | null = null;
/** the page was given up: ask again until it is gone, so that its process can end */
let isGivenUp = false;

/** @param event the id of the page at first, then that it is alive */
self.addEventListener('message', (event: MessageEvent<string | null>) => {
  page = event.data ?? page;
  isGivenUp = false;
  strikes.clear();
});

setInterval(() => {
  if (page !== null && (strikes.look() || isGivenUp)) void ask(page);
}, LOOK_MS);

async function ask(id: string): Promise<void> {
  isGivenUp = true;
  const answer = await fetch(`${FROZEN_PATH}?client=${encodeURIComponent(id)}`, { cache: 'no-store' }).catch(
    () => null,
  );
  // There is no such page any more. This thread is all that keeps its process.
  if (answer?.status === 404) self.close();
}
