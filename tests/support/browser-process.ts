// A browser as a process of its own, on a profile that outlives it: what loses power, and what may hang, without the test.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from '@playwright/test';
import { installedChromium } from './chromium.ts';

/** An address of this machine that browsers don't trust as they do localhost: without https a page of it is not secure. */
export const UNTRUSTED_HOST = 'tablo.example';

export class BrowserProcess {
  readonly #child: ChildProcess;
  readonly #browser: Browser;

  /** @param profile folder, made when it is not there */
  static async start(profile: string): Promise<BrowserProcess> {
    const program = installedChromium();
    if (!program) throw new Error('There is no Chromium.');
    const flags = ['--headless', '--no-sandbox', '--no-first-run', '--disable-gpu', '--window-size=1920,1080'];
    flags.push(`--host-resolver-rules=MAP ${UNTRUSTED_HOST} 127.0.0.1`);
    const child = spawn(program, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own: it has processes of its own.
      detached: true,
    });
    const address = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => reject(new Error('The browser ended before it was there.')));
      createInterface({ input: child.stderr }).on('line', (line) =>
        /^DevTools listening on (\S+)/.exec(line)?.slice(1).forEach(resolve),
      );
    });
    return new BrowserProcess(child, await chromium.connectOverCDP(address));
  }

  private constructor(child: ChildProcess, browser: Browser) {
    this.#child = child;
    this.#browser = browser;
  }

  get page(): Page {
    return this.#browser.contexts()[0].pages()[0];
  }

  /** Nobody drives it any more: a debugger that waits for a blocked page holds up what the browser does about it. */
  async letGo(): Promise<void> {
    await this.#browser.close();
  }

  /** All of it, at once, and without a word before. */
  async kill(): Promise<void> {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    process.kill(-this.#child.pid, 'SIGKILL');
    await closed;
  }
}
