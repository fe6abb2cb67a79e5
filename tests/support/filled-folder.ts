// A data folder that is filled once, and copies of it to open, change and look into.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../server/config.ts';
import { newFolder, startApp, type TestApp } from './app.ts';

const SETTINGS = { checkpointEveryS: 0, hotDays: 9, retentionDays: 3650, zone: 'Europe/Moscow' };

export class FilledFolder {
  readonly root = newFolder();
  readonly filled = join(this.root, 'filled');
  readonly #now: () => number;
  readonly #running = new Set<TestApp>();
  #copies = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A server of a folder; what the test leaves running is closed after it. */
  async open(data: string, settings: Partial<Settings> = {}): Promise<TestApp> {
    const app = await startApp({ data, now: this.#now, settings: { ...SETTINGS, ...settings } });
    this.#running.add(app);
    const close = async (): Promise<void> => {
      this.#running.delete(app);
      await app.close();
    };
    return { ...app, close };
  }

  /** As it was filled, with days on the shelf. */
  copy(): string {
    const made = join(this.root, `copy-${++this.#copies}`);
    cpSync(this.filled, made, { recursive: true });
    return made;
  }

  async closeAll(): Promise<void> {
    for (const app of this.#running) await app.close();
    this.#running.clear();
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
