// Durable ingest: events over HTTP into a server of its own, each on disk before it is acknowledged.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../support/server-process.ts';

const EVENTS = 200_000;
const BATCH = 2000;
const SENDERS = 4;

function batch(from: number): string {
  const lines: string[] = [];
  for (let n = from; n < from + BATCH; n++) {
    const contact = `c${n >> 2}`;
    const data = { contact, visit: `${contact}/1`, queue: `q${(n >> 2) % 12}`, channel: 'phone', site: 'north' };
    const type = ['contact.queued', 'contact.answered', 'contact.ended', 'contact.wrapped'][n & 3];
    const time = new Date(Date.now() - 60_000 + (n & 3) * 1000).toISOString();
    lines.push(
      JSON.stringify({
        specversion: '1.0',
        id: `${contact}/${type}`,
        source: 'bench',
        type,
        time,
        data: { ...data, agent: `a${n % 2000}`, by: 'customer' },
      }),
    );
  }
  return lines.join('\n');
}

export async function benchIngest(): Promise<{ eventsPerSecond: number; rssMiB: number }> {
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const server = await ServerProcess.start({ data });
  try {
    const bodies = Array.from({ length: EVENTS / BATCH }, (_, i) => batch(i * BATCH));
    const startedAt = performance.now();
    const send = async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        const response = await fetch(`${server.url}/api/v1/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson' },
          body,
        });
        const receipt = (await response.json()) as { accepted: number };
        if (receipt.accepted !== BATCH) throw new Error(`${receipt.accepted} of ${BATCH} were accepted`);
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
    return { eventsPerSecond: EVENTS / ((performance.now() - startedAt) / 1000), rssMiB: server.memoryMiB('peak') };
  } finally {
    await server.end();
    rmSync(data, { recursive: true });
  }
}

if (import.meta.main) console.log(await benchIngest());
