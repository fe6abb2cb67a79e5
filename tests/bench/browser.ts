// The Chromium of the benchmarks.
import { chromium, type Browser } from '@playwright/test';
import { installedChromium } from '../support/chromium.ts';

/** Headless, without a graphics card: what it draws, its processor draws. */
export function launchBrowser(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: installedChromium(),
    args: ['--no-sandbox', '--disable-gpu', ...args],
  });
}
