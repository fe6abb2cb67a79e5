// Keeps the screen lit. The lock is lost whenever the page is hidden, and taken again when it is seen; browsers without
// it, or pages without https, keep the screen lit for a video.
import { playSilence } from './silent-video.ts';

const AGAIN_MS = 60_000;

/** @returns stops */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isStopped = false;
  let stopVideo: (() => void) | null = null;
  const take = async (): Promise<void> => {
    if (isStopped || document.hidden || (lock && !lock.released)) return;
    try {
      if (!('wakeLock' in navigator)) throw new Error('This browser has no wake lock.');
      lock = await navigator.wakeLock.request('screen');
      // The system may take it back, when power is low for one.
      lock.addEventListener('release', look, { once: true });
      if (isStopped) await lock.release();
    } catch {
      stopVideo ??= playSilence();
    }
  };
  const look = (): void => void take();
  look();
  document.addEventListener('visibilitychange', look);
  const timer = setInterval(look, AGAIN_MS);
  return () => {
    isStopped = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    stopVideo?.();
    void lock?.release();
  };
}
