// What pages and the service worker say to each other.

/** The watchdog asks for this when its page does nothing any more: ?client=ID of the page. */
export const FROZEN_PATH = '/_tablo/frozen';
/** What is put in its place: ?to=PATH leads back. */
export const REVIVE_PATH = '/_tablo/revive';

/** build: which it keeps; who-am-i: the page's id. Both are answered on the port that comes along. */
export type ToWorker = { t: 'take-over' } | { t: 'build' } | { t: 'who-am-i' };
