// Finds the browser that the end-to-end tests drive; on a Debian machine where one may install, installs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const DEBIANS = '/usr/bin/chromium';

/** CHROMIUM_PATH, else Debian's, else Playwright's own. undefined = none is installed. */
export function installedChromium(): string | undefined {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) return asked;
  return [DEBIANS, chromium.executablePath()].find((path) => existsSync(path));
}

/** Installs Debian's. @returns why it could not, undefined when it is there */
export function installChromium(): string | undefined {
  const remedy = 'install Chromium and set CHROMIUM_PATH to it, or run "npx playwright install chromium".';
  if (!existsSync('/etc/debian_version')) return `There is no Chromium, and this is no Debian: ${remedy}`;
  if (process.getuid?.() !== 0) return `There is no Chromium, and only root may install it: ${remedy}`;
  console.log('There is no Chromium: installing the one of Debian (apt-get install chromium).');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
    spawnSync('apt-get', args, { stdio: 'inherit', env });
  return existsSync(DEBIANS) ? undefined : `apt-get could not install Chromium: ${remedy}`;
}
