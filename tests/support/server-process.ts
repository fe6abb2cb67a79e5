// The server as its users run it: a process of its own, ended by signals, started again on the same folder and port.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';

const root = join(import.meta.dirname, '../..');

const RUNNING = new Set<ChildProcess>();

/** For afterAll: a test that fails half way leaves no server behind. */
export function endAllServers(): void {
  for (const child of RUNNING) child.kill('SIGKILL');
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ServerOptions {
  data: string;
  env?: Record<string, string>;
  args?: string[];
  /** 0 = any free one, kept through restarts */
  port?: number;
  /** a command that runs the server: a program and its first arguments */
  under?: string[];
}

export class ServerProcess {
  #options: ServerOptions;
  #child: ChildProcess | undefined;
  #exited: Promise<Exit> | undefined;
  /** what it has said on both streams since its last start */
  output = '';
  url = '';
  /** of its last start, epoch ms */
  startedAt = 0;

  /** Resolves when the numbers are true: /readyz answers 200. */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const server = new ServerProcess(options);
    await server.start();
    return server;
  }

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** its folder */
  get data(): string {
    return this.#options.data;
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the server does not run');
    return pid;
  }

  /** Resolves when the process has ended. */
  get exited(): Promise<Exit> {
    if (!this.#exited) throw new Error('the server was never started');
    return this.#exited;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && RUNNING.has(this.#child);
  }

  async start(): Promise<void> {
    const exited = this.spawn();
    const told = new Promise<string>((resolve) => {
      const lines = createInterface({ input: this.#child?.stdout as NodeJS.ReadableStream });
      lines.on('line', (line) => /^Tablo is at (\S+)/.exec(line)?.slice(1).forEach(resolve));
    });
    const gone = exited.then(({ code }) =>
      Promise.reject(new Error(`the server ended with code ${code}:\n${this.output}`)),
    );
    gone.catch(() => {});
    this.url = (await Promise.race([told, gone])).replace('localhost', '127.0.0.1');
    this.#options = { ...this.#options, port: Number(new URL(this.url).port) };
    while (!(await Promise.race([this.#isReady(), gone]))) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** Only starts the process. @returns how it ended, when it has */
  spawn(): Promise<Exit> {
    const { data, env = {}, args = [], port = 0, under = [] } = this.#options;
    const [program, ...rest] = [...under, process.execPath, 'server/main.ts', ...args];
    this.output = '';
    this.startedAt = Date.now();
    const child = spawn(program, rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...quietEnvironment(), PORT: String(port), TABLO_DATA: data, TABLO_DEMO: 'false', ...env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    RUNNING.add(child);
    child.once('close', () => RUNNING.delete(child));
    this.#child = child;
    this.#exited = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
    return this.#exited;
  }

  /** @returns how it ended */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.#child?.kill(signal);
    const exit = await this.#exited;
    if (!exit) throw new Error('the server was never started');
    return exit;
  }

  /** resident memory, MiB; the highest so far where peak is asked for */
  memoryMiB(kind: 'now' | 'peak' = 'now'): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const found = (kind === 'now' ? /^VmRSS:\s+(\d+) kB/m : /^VmHWM:\s+(\d+) kB/m).exec(status);
    return Number(found?.[1]) / 1024;
  }

  async #isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

/** Settings of whoever runs the tests must not reach the server under test. */
export function quietEnvironment(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !/^(TABLO_|HOST$|PORT$|NODE_OPTIONS$|VITEST)/.test(name));
  return { ...Object.fromEntries(own), NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/tablo-compiled') };
}
