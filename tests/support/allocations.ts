// A process that tells how much an engine allocates for an event. Started with room for all of it, so that nothing is
// collected meanwhile and the same events give the same bytes.
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { busyFloor } from './busy-floor.ts';
import { applyAll, newEngine } from './engine.ts';

export interface Allocations {
  events: number;
  bytesPerEvent: number;
  /** how often something was collected while events were applied: 0, or that is too little */
  collections: number;
}

/** To be given to node with this file. */
export const ROOM = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

async function measure(): Promise<Allocations> {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error(`run with ${ROOM.join(' ')}`);
  const facts = busyFloor(8000);
  // What is compiled, and grown once, is no event's.
  applyAll(newEngine(), facts);
  const engine = newEngine();
  const used = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  gc();
  await pause(0);
  let collections = 0;
  const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
  observer.observe({ entryTypes: ['gc'] });
  const before = used();
  applyAll(engine, facts);
  const bytesPerEvent = (used() - before) / facts.length;
  await pause(0);
  observer.disconnect();
  return { events: facts.length, bytesPerEvent, collections };
}

if (import.meta.main) console.log(JSON.stringify(await measure()));
