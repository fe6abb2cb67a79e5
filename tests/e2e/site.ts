// A place with a screen that nobody touches: a server with a calm floor, and the wire between the two.
import { rmSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { Settings } from '../../server/config.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { BUILD } from '../support/another-build.ts';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { Wire } from '../support/wire.ts';

/** A server with a calm floor whose source is heard of all the time, behind a wire. */
export class Site {
  app!: TestApp;
  wire!: Wire;
  /** the server's clock is ahead of this machine's, ms */
  ahead = 0;
  readonly data = newFolder();
  #settings: Partial<Settings> = {};
  #beat: NodeJS.Timeout | undefined;

  static async open(settings: Partial<Settings> = {}): Promise<Site> {
    const site = new Site();
    site.#settings = settings;
    await site.start();
    site.wire = await Wire.open(site.port);
    await post(site.app.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES }));
    return site;
  }

  get port(): number {
    return Number(new URL(this.app.url).port);
  }

  async start(web = BUILD): Promise<void> {
    this.app = await startApp({ settings: this.#settings, data: this.data, web, now: () => Date.now() + this.ahead });
    this.#beat = setInterval(() => void this.#tell().catch(() => {}), 500);
  }

  /** The server goes, as a machine does that loses power. */
  async stop(): Promise<void> {
    clearInterval(this.#beat);
    this.wire.lead(null);
    await this.app.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.wire.close();
    rmSync(this.data, { recursive: true });
  }

  async #tell(): Promise<void> {
    const time = new Date(Date.now() + this.ahead).toISOString();
    const status = { type: 'source.status', source: 'scenario', data: { state: 'up' } };
    await post(this.app.url, [{ specversion: '1.0', id: `beat/${time}`, time, ...status }]);
  }
}

export const wall = (page: Page) => page.locator('main.wall');

/** @param url of the server, as the screen reaches it */
export async function openWall(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/wall/floor`);
  await expect(wall(page)).toHaveAttribute('data-age', 'fresh');
  await expect(page.locator('[data-queue="sales"]')).toBeVisible();
}
