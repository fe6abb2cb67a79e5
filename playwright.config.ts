// How the end-to-end tests run: a real browser against real servers that the tests start themselves.
import { defineConfig } from '@playwright/test';
import { installedChromium } from './tests/support/chromium.ts';

const executablePath = installedChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results',
  forbidOnly: true,
  // Each file has servers of its own, and where each test has, the file says that its tests may run side by side. Two
  // browsers leave a third of two cores idle: walls are watched while they wait.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1920, height: 1080 },
    screenshot: 'only-on-failure',
    launchOptions: executablePath ? { executablePath } : {},
  },
});
