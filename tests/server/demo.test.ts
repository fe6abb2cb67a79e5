import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';

let data = '';
let server: ServerProcess | undefined;
afterEach(async () => {
  await server?.end();
  rmSync(data, { recursive: true });
});

interface Answer {
  metrics: Record<string, { value: number | null }>;
  sources: { id: string; simulated: boolean }[];
}

async function now(url: string): Promise<Answer> {
  return (await fetch(`${url}/api/v1/metrics?window=24h`)).json() as Promise<Answer>;
}

it('who tried the demo and turns it off sees nothing of it, and with it again all of it', async () => {
  data = mkdtempSync(join(tmpdir(), 'tablo-demo-'));
  const start = async (demo: boolean) => {
    server = await ServerProcess.start({ data, env: { TABLO_DEMO: String(demo) } });
    return server.url;
  };
  let url = await start(true);
  while (((await now(url)).metrics.answered.value ?? 0) < 100) await new Promise((resolve) => setTimeout(resolve, 100));
  const real = {
    specversion: '1.0',
    id: 'a',
    source: 'pbx',
    type: 'agent.state',
    time: new Date().toISOString(),
    data: { agent: 'ann', state: 'available' },
  };
  const headers = { 'content-type': 'application/cloudevents+json' };
  await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(real) });
  await server?.end();

  url = await start(false);
  const without = await now(url);
  expect(without.sources.map((source) => source.id)).toEqual(['pbx']);
  expect(without.metrics['agents.signedin'].value).toBe(1);
  expect(without.metrics.answered.value).toBe(0);
  expect(without.metrics.nps.value).toBe(null);
  await server?.end();

  url = await start(true);
  expect((await now(url)).metrics.answered.value).toBeGreaterThanOrEqual(100);
});
