// Bare ws in a process of its own (processes/bare-server.ts), and a frame as a floor's server sends it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Screen } from '../support/screen.ts';
import type { BareOptions } from './processes/bare-server.ts';

const LISTENED_MS = 3000;

export interface BareServer {
  url: string;
  end(): Promise<void>;
}

export async function startBareServer(options: BareOptions): Promise<BareServer> {
  const child = fork(join(import.meta.dirname, 'processes/bare-server.ts'));
  child.send(options);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const end = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { url: `http://127.0.0.1:${port}`, end };
}

/** The change of middle length of those that a server sends in a few seconds. @returns JSON */
export async function usualFrame(url: string, topic: string): Promise<string> {
  const screen = await Screen.open(url);
  await screen.watch(topic);
  await pause(LISTENED_MS);
  screen.close();
  const frames = screen.heard.filter(({ t }) => t === 'delta').map((delta) => JSON.stringify(delta));
  if (frames.length === 0) throw new Error(`the server sent no change of ${topic} in ${LISTENED_MS} ms`);
  return frames.toSorted((a, b) => a.length - b.length)[frames.length >> 1];
}
