// A whole Tablo in this process, on a free port and with a data folder of its own that goes when it closes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../../server/app.ts';
import { loadSettings, type Settings } from '../../server/config.ts';

/** A page, its build's name ("test-build") and a script: enough of a web app for the server to serve. */
const WEB = join(import.meta.dirname, '../fixtures/web');

export interface TestApp extends App {
  /** "127.0.0.1:41234" */
  host: string;
  data: string;
}

export interface TestAppOptions {
  settings?: Partial<Settings>;
  now?: () => number;
  /** an existing data folder, kept when the app closes */
  data?: string;
  /** another web app than a page and a script */
  web?: string;
}

/** Ready to be asked. No sources but events over HTTP unless the settings name some. */
export async function startApp({ settings, now = Date.now, data, web = WEB }: TestAppOptions = {}): Promise<TestApp> {
  const folder = data ?? newFolder();
  const defaults = loadSettings([], { PORT: '0', TABLO_DEMO: 'false', TABLO_LOG_LEVEL: 'silent' });
  const app = await createApp({ settings: { ...defaults, ...settings, data: folder }, now, web });
  await app.ready;
  const close = async (): Promise<void> => {
    await app.close();
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { ...app, host: new URL(app.url).host, data: folder, close };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tablo-'));
}
