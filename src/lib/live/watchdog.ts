// Loads a page again that does nothing any more. Two ways to freeze: its thread is blocked, which another thread sees
// (watchdog-worker.ts); or it lives and is drawn no more, which it sees itself.
import { ownScript } from './own-script.ts';
import { reload } from './reloader.ts';
import { ownId } from './shell.ts';
import { LOOK_MS, Strikes } from './strikes.ts';
import workerUrl from './watchdog-worker.ts?worker&url';

/** @returns stops */
export function watchPage(): () => void {
  const worker = new Worker(ownScript(workerUrl), { type: 'module' });
  const undrawn = new Strikes();
  void ownId().then((id) => worker.postMessage(id));
  let frame = 0;
  const timer = setInterval(() => {
    worker.postMessage(null);
    // What nobody sees is not drawn.
    if (document.hidden) undrawn.clear();
    else if (undrawn.look()) reload();
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => undrawn.clear());
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    cancelAnimationFrame(frame);
    worker.terminate();
  };
}
