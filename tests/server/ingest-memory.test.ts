// POST /api/v1/events from outside the process: what hostile bodies cost in memory.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../server/source.ts';
import { event, get, post, type ErrorBody } from '../support/events.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { testServer } from '../support/when-over.ts';

const MIB = 1024 * 1024;
const now = Date.now();

const ownServer = (env: Record<string, string> = {}): Promise<ServerProcess> =>
  testServer({ env: { TABLO_LOG_LEVEL: 'silent', ...env } });

describe('memory', () => {
  it('does not swell with a small body that unpacks to a gigabyte', async () => {
    const server = await ownServer();
    const part = gzipSync(Buffer.alloc(64 * MIB, ' '));
    const bomb = Buffer.concat(Array.from({ length: 16 }, () => part));
    const before = server.memoryMiB();
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => post<ErrorBody>(server.url, bomb, { headers: { 'content-encoding': 'gzip' } })),
    );
    expect(sent.map(({ status, body }) => [status, body.error.code])).toEqual(Array(8).fill([413, 'too_large']));
    expect(server.memoryMiB('peak') - before).toBeLessThan(400);
  });

  it('stays bounded through a million events of contacts never heard of', { timeout: 900_000 }, async () => {
    const server = await ownServer();
    const before = server.memoryMiB();
    const most = 10_000;
    for (let n = 0; n < 100; n++) {
      const events = Array.from({ length: most }, (_, i) =>
        event('contact.ended', now, { contact: `unknown-${n}-${i}`, by: 'customer' }),
      );
      const { status, body } = await post<Receipt>(server.url, events);
      expect([status, body.accepted]).toEqual([200, most]);
    }
    expect(server.memoryMiB('peak') - before).toBeLessThan(600);
    const { status } = await get(server.url, '/api/v1/metrics');
    expect(status).toBe(200);
  });
});
