// What a process asks of the kernel, in the order in which it did: strace, the machine's own, or Debian's, installed when
// missing.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @throws a sentence when there is none and none can be installed */
export function findStrace(): void {
  const isThere = () => spawnSync('strace', ['-V']).status === 0;
  if (isThere()) return;
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'strace'], { stdio: 'ignore' });
  if (!isThere()) throw new Error('There is no strace here and none could be installed: install the package "strace".');
}

/** The beginning of a command line: what follows is run as it would be without, and its calls are written to the file. */
export function straceTo(file: string, calls: readonly string[]): string[] {
  return ['strace', '-D', '-f', '--seccomp-bpf', '-y', '-s', '5000', '-e', `trace=${calls.join(',')}`, '-o', file];
}

export interface Call {
  name: string;
  /** what strace shows in the brackets: descriptors with their paths, strings with escapes */
  args: string;
  /** negative when it failed */
  result: number;
  /** line where it began, and where it was done */
  from: number;
  to: number;
}

const BEGUN = /^(\d+) +(\w+)\((.*)$/;
const RESUMED = /^(\d+) +<\.\.\. (\w+) resumed>(.*)$/;
const RESULT = /\) += (-?\d+)/;

/** Calls that were done, in the order in which they began. */
export function readTrace(text: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, Call>();
  for (const [line, content] of text.split('\n').entries()) {
    const begun = BEGUN.exec(content);
    const resumed = RESUMED.exec(content);
    if (begun) {
      const [, thread, name, args] = begun;
      const call: Call = { name, args, result: Number(RESULT.exec(args)?.[1]), from: line, to: line };
      if (args.endsWith('<unfinished ...>')) unfinished.set(thread, call);
      else calls.push(call);
    } else if (resumed) {
      const call = unfinished.get(resumed[1]);
      unfinished.delete(resumed[1]);
      if (call)
        calls.push({ ...call, args: call.args + resumed[3], result: Number(RESULT.exec(resumed[3])?.[1]), to: line });
    }
  }
  return calls.sort((a, b) => a.from - b.from);
}

export const traceOf = (file: string): Call[] => readTrace(readFileSync(file, 'utf8'));
