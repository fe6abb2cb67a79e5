// kill -9 under load, again and again: what was acknowledged is there, and nothing counts twice. npm run test:kill does
// the same as often as one likes.
import { afterAll, expect, it } from 'vitest';
import { endAllServers } from '../support/server-process.ts';
import { killCampaign } from './kill-campaign.ts';

const KILLS = 20;
afterAll(endAllServers);

it(
  `loses no acknowledged event and counts none twice through ${KILLS} × kill -9 under load`,
  { timeout: 600_000 },
  async () => {
    const { acknowledged, lost, twice, wrong } = await killCampaign(KILLS);
    expect({ lost, twice, wrong }).toEqual({ lost: 0, twice: 0, wrong: [] });
    expect(acknowledged).toBeGreaterThan(1000);
  },
);
