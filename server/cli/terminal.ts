// What a command has of the world: where it writes, how it tells how far it is, and how it hears that it is to stop.
import { Interrupted } from './failed.ts';
import { Progress, type Screen } from './progress.ts';

export interface Terminal {
  /** what was asked for: stdout */
  out(line: string): void;
  /** what is said beside it: stderr */
  err(line: string): void;
  progress: Progress;
  interrupted: AbortSignal;
  /** Called often during long work: gives way now and then, so that a signal is heard. @throws Interrupted */
  turn(): Promise<void>;
}

const TURN_MS = 50;

interface Streams {
  stdout: { write(text: string): unknown };
  stderr: Screen;
}

/** @param now monotonic, ms */
export function createTerminal({ stdout, stderr }: Streams, interrupted: AbortSignal, now: () => number): Terminal {
  const progress = new Progress(stderr, now);
  let turnAt = now() + TURN_MS;
  const say = (stream: Streams['stdout'], line: string): void => {
    progress.end();
    stream.write(`${line}\n`);
  };
  return {
    out: (line) => say(stdout, line),
    err: (line) => say(stderr, line),
    progress,
    interrupted,
    turn: async () => {
      if (now() < turnAt) return;
      await new Promise((resolve) => setImmediate(resolve));
      turnAt = now() + TURN_MS;
      if (interrupted.aborted) throw new Interrupted();
    },
  };
}
