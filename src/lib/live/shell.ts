// The shell of this page: kept by the service worker where there is one, which asks for https or localhost; without it a
// new build is only seen to be there before the page loads itself again.
import { dev } from '$app/environment';
import { ownScript } from './own-script.ts';
import type { ToWorker } from './shell-words.ts';

const SCRIPT = '/service-worker.js';
const TAKE_OVER_MS = 5_000;
const ANSWER_MS = 5_000;

const workers = (): ServiceWorkerContainer | undefined => (dev ? undefined : navigator.serviceWorker);

/** Once a page. Where there can be no service worker nothing happens. */
export function keepShell(): void {
  workers()
    ?.register(ownScript(SCRIPT))
    .catch((cause: unknown) => console.warn('The shell is not kept on this machine:', cause));
  // What is kept may then not be thrown away for want of space.
  navigator.storage?.persist?.().catch(() => {});
}

/** The id by which the service worker knows this page; null without one. */
export async function ownId(): Promise<string | null> {
  const container = workers();
  if (!container) return null;
  if (!container.controller) await new Promise((resolve) => container.addEventListener('controllerchange', resolve));
  return container.controller && ask<string>(container.controller, { t: 'who-am-i' });
}

/** Fetches all of a build. @returns true when it is here as a whole */
export async function fetchShell(build: string): Promise<boolean> {
  try {
    const registration = await workers()?.getRegistration();
    return registration ? await updated(registration, build) : await isServed(build);
  } catch {
    return false;
  }
}

/** Loads the page again, by the newest shell that is here. */
export async function loadShell(): Promise<void> {
  const waiting = (await workers()?.getRegistration())?.waiting;
  if (waiting) {
    const changed = new Promise((resolve) => workers()?.addEventListener('controllerchange', resolve, { once: true }));
    waiting.postMessage({ t: 'take-over' } satisfies ToWorker);
    await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, TAKE_OVER_MS))]);
  }
  location.reload();
}

async function updated(registration: ServiceWorkerRegistration, build: string): Promise<boolean> {
  await registration.update();
  const { installing } = registration;
  if (installing)
    await new Promise<void>((resolve) =>
      installing.addEventListener('statechange', () => installing.state !== 'installing' && resolve()),
    );
  const newest = registration.waiting ?? registration.active;
  return newest !== null && (await ask<string>(newest, { t: 'build' })) === build;
}

async function isServed(build: string): Promise<boolean> {
  const { version } = (await (await fetch('/_app/version.json', { cache: 'no-store' })).json()) as { version: string };
  if (version !== build) return false;
  const page = await (await fetch('/', { cache: 'no-store' })).text();
  const named = new Set(page.match(/\/_app\/immutable\/[^"]+/g));
  const answers = await Promise.all([...named].map((path) => fetch(path)));
  return answers.length > 0 && answers.every(({ ok }) => ok);
}

function ask<T>(worker: ServiceWorker, question: ToWorker): Promise<T | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as T);
    setTimeout(() => resolve(null), ANSWER_MS);
    worker.postMessage(question, [port2]);
  });
}
