// What a test opens or makes goes with it, however it ends: the last first.
import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { newFolder } from './app.ts';
import { ServerProcess, type ServerOptions } from './server-process.ts';

export function whenOver(act: () => unknown): void {
  onTestFinished(async () => void (await act()));
}

export function testFolder(): string {
  const folder = newFolder();
  whenOver(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param data default: a new folder @returns started; killed when the test is over */
export async function testServer({ data = testFolder(), ...options }: Partial<ServerOptions>): Promise<ServerProcess> {
  const server = new ServerProcess({ ...options, data });
  whenOver(() => server.end('SIGKILL'));
  await server.start();
  return server;
}
