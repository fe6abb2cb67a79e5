// The command line as its users run it: a process of its own.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { quietEnvironment } from './server-process.ts';

const root = join(import.meta.dirname, '../..');
/** "Reading the log  63 %  1 240 000 of 1 960 000  about 40 s left", "Checking the copy  12 s so far" */
const PROGRESS = /^\S.* {2}(\d+ % {2}.* of .*|.*so far)\n$/;
const RUNNING = new Set<ChildProcess>();

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  /** without what it told of how far it was */
  stderr: string;
  progress: string[];
}

export interface CommandOptions {
  /** what it reads from stdin */
  input?: string | Buffer;
  /** its stdin stays open, for the test to write to */
  holdsStdin?: boolean;
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
  { input, holdsStdin = false, env = {}, cwd = root, onStderr }: CommandOptions = {},
): { child: ChildProcessWithoutNullStreams; ended: Promise<Ended> } {
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
  if (!holdsStdin) child.stdin.end(input);
  const ended = once(child, 'close').then(([code, signal]) => {
    RUNNING.delete(child);
    const told = said.stderr.split(/(?<=\n)/);
    return {
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout: said.stdout,
      stderr: told.filter((line) => !PROGRESS.test(line)).join(''),
      progress: told.filter((line) => PROGRESS.test(line)),
    };
  });
  return { child, ended };
}
