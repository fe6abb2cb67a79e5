// A server of a floor of two thousand agents, with senders at work, in processes of their own.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';

export const AGENTS = 2000;

export async function startFloor(data = mkdtempSync(join(tmpdir(), 'tablo-bench-'))): Promise<ServerProcess> {
  const server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  await post(server.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: AGENTS, queues: QUEUES }));
  return server;
}

export async function endFloor(server: ServerProcess): Promise<void> {
  await server.end();
  rmSync(server.data, { recursive: true });
}

/** @returns ends it, when it has not ended by itself @throws then, what it did */
export function startSender(url: string, eventsPerS: number): () => Promise<void> {
  const program = join(import.meta.dirname, 'processes/sender.ts');
  const child: ChildProcess = fork(program, [url, String(eventsPerS)]);
  return async () => {
    if (child.exitCode !== null) throw new Error(`the sender ended by itself with ${child.exitCode}`);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
}

/** How many events a server has been told since it started. */
export async function eventsTaken(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^tablo_events_total\{[^}]*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
}
