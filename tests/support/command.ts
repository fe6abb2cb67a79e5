// The command line as its users run it: a process of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { quietEnvironment } from './server-process.ts';

const root = join(import.meta.dirname, '../..');
const RUNNING = new Set<ChildProcess>();

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** what it reads from stdin */
  input?: string | Buffer;
  env?: Record<string, string>;
  cwd?: string;
  /** called with what it has said on stderr so far */
  onStderr?: (said: string, child: ChildProcess) => void;
}

/** For afterAll: a test that fails half way leaves no command behind. */
export function endAllCommands(): void {
  for (const child of RUNNING) child.kill('SIGKILL');
}

export function tablo(args: string[], options: CommandOptions = {}): Promise<Ended> {
  return startTablo(args, options).ended;
}

export function startTablo(
  args: string[],
  { input, env = {}, cwd = root, onStderr }: CommandOptions = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(root, 'server/cli/tablo.ts'), ...args], {
    cwd,
    stdio: 'pipe',
    env: { ...quietEnvironment(), ...env },
  });
  RUNNING.add(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    onStderr?.(said.stderr, child);
  });
  // It may have ended before it read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code, signal]) => {
    RUNNING.delete(child);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, ...said };
  });
  return { child, ended };
}
