// A real Prometheus that scrapes one server every second: the machine's own, or Debian's, installed when missing.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @throws a sentence when there is none and none can be installed */
export function findPrometheus(): void {
  const isThere = () => spawnSync('prometheus', ['--version']).status === 0;
  if (isThere()) return;
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'prometheus'], { stdio: 'ignore' });
  if (!isThere())
    throw new Error('There is no Prometheus here and none could be installed: install the package "prometheus".');
}

export interface Sample {
  metric: Record<string, string>;
  value: number;
}

export class Prometheus {
  log = '';
  readonly #url: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  /** @param target "127.0.0.1:4780" */
  static async start(target: string): Promise<Prometheus> {
    const prometheus = new Prometheus(target, await freePort());
    for (let tries = 0; tries < 100; tries++) {
      const ready = await fetch(`${prometheus.#url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return prometheus;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`Prometheus did not get ready:\n${prometheus.log}`);
  }

  private constructor(target: string, port: number) {
    this.#url = `http://127.0.0.1:${port}`;
    this.#folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const config = join(this.#folder, 'prometheus.yml');
    const job = {
      job_name: 'tablo',
      scrape_interval: '1s',
      scrape_timeout: '1s',
      static_configs: [{ targets: [target] }],
    };
    writeFileSync(config, JSON.stringify({ scrape_configs: [job] }));
    this.#process = spawn('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${this.#folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=debug',
    ]);
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** The newest samples of a query; of an over-time function, its value. */
  async query(text: string): Promise<Sample[]> {
    const response = await fetch(`${this.#url}/api/v1/query?query=${encodeURIComponent(text)}`);
    const { data } = (await response.json()) as {
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
