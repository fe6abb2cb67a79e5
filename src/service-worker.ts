// Keeps the shell of the screens (pages, scripts, styles, fonts) on the machine, so that a wall opens while the server is
// away, and revives a page whose thread is blocked. Never keeps data: the last picture is the page's own to keep.
import { build, files, version } from '$service-worker';
import { FROZEN_PATH, REVIVE_PATH, type ToWorker } from './lib/live/shell-words.ts';
import { revivePage } from './lib/live/revive-page.ts';

const worker = self as unknown as ServiceWorkerGlobalScope;

const PREFIX = 'tablo-shell-';
const SHELL = PREFIX + version;
/** All pages are this one. */
const PAGE = '/';
const SCREENS = /^\/(wall|kiosk)\//;
const KEPT = new Set([...build, ...files]);

worker.addEventListener('install', (event) => event.waitUntil(fill()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));

worker.addEventListener('message', (event) => {
  const said = event.data as ToWorker;
  if (said.t === 'take-over') event.waitUntil(worker.skipWaiting());
  if (said.t === 'build') event.ports[0].postMessage(version);
  if (said.t === 'who-am-i') event.ports[0].postMessage((event.source as Client).id);
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname === FROZEN_PATH) event.respondWith(revive(url.searchParams.get('client') ?? ''));
  // To the provider and back: the browser's own, with the cookies that a way from another site may have.
  else if (url.pathname.startsWith('/api/')) return;
  else if (request.mode === 'navigate') navigate(event, url.pathname);
  else if (KEPT.has(url.pathname) || url.pathname.startsWith('/_app/immutable/')) event.respondWith(asset(request));
});

/** Whole or not at all: a shell whose page and scripts are of two builds would not start. */
async function fill(): Promise<void> {
  try {
    const cache = await caches.open(SHELL);
    const page = await fetch(PAGE, { cache: 'no-store' });
    if (!page.ok || !isOurs(await page.clone().text()))
      throw new Error('the page is of another build than this worker');
    await cache.addAll([...KEPT]);
    await cache.put(PAGE, page);
  } catch (cause) {
    await caches.delete(SHELL);
    throw cause;
  }
}

function isOurs(page: string): boolean {
  const named = page.match(/\/_app\/immutable\/[^"]+/g) ?? [];
  return named.length > 0 && named.every((path) => KEPT.has(path));
}

/** Pages of the build before stay open until their floor is calm: their shell stays as long. */
async function takeOver(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== SHELL);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

function navigate(event: FetchEvent, path: string): void {
  if (path === REVIVE_PATH) event.respondWith(revivePage());
  else if (SCREENS.test(path)) event.respondWith(kept(PAGE).then((page) => page ?? fetch(event.request)));
  else event.respondWith(fetch(event.request).catch(async () => (await kept(PAGE)) ?? Response.error()));
}

async function asset(request: Request): Promise<Response> {
  return (await kept(request)) ?? (await caches.match(request)) ?? fetch(request);
}

async function kept(request: RequestInfo): Promise<Response | undefined> {
  return (await caches.open(SHELL)).match(request);
}

/** Another document in the page's place: in another process, since that of the page does nothing any more. */
async function revive(id: string): Promise<Response> {
  const page = await worker.clients.get(id);
  if (!page || !('navigate' in page)) return new Response(null, { status: 404 });
  const { pathname, search } = new URL(page.url);
  // Answers when the page is loaded, or never: nobody waits for it.
  (page as WindowClient).navigate(`${REVIVE_PATH}?to=${encodeURIComponent(pathname + search)}`).catch(() => {});
  return new Response(null, { status: 204 });
}
