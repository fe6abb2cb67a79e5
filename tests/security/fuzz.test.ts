// A small share of npm run fuzz, always the same: changed real examples through every parser of what comes from outside.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { parseQueueLogLine, waitedMs } from '../../server/asterisk/queue-log-line.ts';
import { newFolder, startApp } from '../support/app.ts';
import { post, queued } from '../support/events.ts';
import { fuzz } from '../fuzz/fuzz.ts';

it('no parser throws what it does not declare, or leaves something on all objects, whatever it is given', async () => {
  const folder = newFolder();
  const done = await fuzz({ inputs: 12_000, seed: 20261126, file: join(folder, 'tablo.yaml') });
  expect(done.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThan(11_000);
  expect(done.every(({ inputs }) => inputs > 50)).toBe(true);
  rmSync(folder, { recursive: true });
});

describe('what it found', () => {
  it('a text that is an object with a strange length is rejected in its place, and the others are kept', async () => {
    const app = await startApp();
    const strange = {
      ...queued('care', 'v1', Date.now()),
      source: { length: { toString: 1 } },
    } as unknown as CloudEvent;
    const { status, body } = await post(app.url, [queued('care', 'v2', Date.now()), strange]);
    expect([status, body.accepted, body.rejected.map(({ index }) => index)]).toEqual([200, 1, [1]]);
    const headers = { 'content-type': 'application/json' };
    const refused = await fetch(`${app.url}/api/v1/messages`, {
      method: 'POST',
      headers,
      body: '{"text":{"length":{"valueOf":1,"toString":1}}}',
    });
    expect(refused.status).toBe(400);
    await app.close();
  });

  it('a wait in queue_log that is no time counts as none', () => {
    const waited = (said: string) => {
      const line = parseQueueLogLine(`1795375333|1795375323.189|tech|Rosa|CONNECT|${said}|1795375328.219|4`);
      return line && waitedMs(line);
    };
    expect(['10', '1e9990', '-5', 'x', '', '1e15'].map(waited)).toEqual([10_000, 0, 0, 0, 0, 0]);
  });
});
