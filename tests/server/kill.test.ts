// kill -9 under load, again and again: what was acknowledged is there, and nothing counts twice.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { newFolder } from '../support/app.ts';
import { answered, get, post, queued } from '../support/events.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';

const KILLS = 10;
const SENDERS = 4;
const data = newFolder();
afterAll(() => {
  endAllServers();
  rmSync(data, { recursive: true, force: true });
});

let visits = 0;
const sent: CloudEvent[] = [];
const acknowledged = new Set<string>();

function batch(): CloudEvent[] {
  const at = Date.now();
  const events = Array.from({ length: 20 }, () => {
    const visit = `v${++visits}`;
    return [queued('load', visit, at - 5000), answered(visit, at - 1000)];
  }).flat();
  sent.push(...events);
  return events;
}

/** Sends until the server is gone. */
async function keepSending(url: string): Promise<void> {
  for (;;) {
    const events = batch();
    const answer = await post(url, events).catch(() => null);
    if (!answer) return;
    expect(answer).toMatchObject({ status: 200, body: { rejected: [] } });
    for (const { id } of events) acknowledged.add(id);
  }
}

function idsOnDisk(): string[] {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  const rows = db.prepare('SELECT id FROM event').all();
  const [health] = db.prepare('PRAGMA integrity_check').all();
  db.close();
  expect(health).toEqual({ integrity_check: 'ok' });
  return rows.map((row) => row.id as string);
}

async function answeredOf(url: string): Promise<unknown> {
  const path = '/api/v1/metrics?scope=queue:load&window=24h';
  return (await get<{ metrics: { answered: { value: number } } }>(url, path)).body.metrics.answered.value;
}

it(
  `loses no acknowledged event and counts none twice through ${KILLS} × kill -9 under load`,
  { timeout: 600_000 },
  async () => {
    const server = await ServerProcess.start({ data, env: { TABLO_LOG_LEVEL: 'silent' } });
    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged.size;
      const senders = Array.from({ length: SENDERS }, () => keepSending(server.url));
      // In the middle of whatever it is at: never twice the same moment.
      while (acknowledged.size < before + 200) await pause(5);
      await pause(Math.random() * 150);
      expect((await server.end('SIGKILL')).signal).toBe('SIGKILL');
      await Promise.all(senders);

      await server.start();
      const onDisk = idsOnDisk();
      const there = new Set(onDisk);
      expect(onDisk.length).toBe(there.size);
      expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]);
      const whole = sent.filter((event) => event.type === 'contact.answered' && there.has(event.id)).length;
      expect(await answeredOf(server.url)).toBe(whole);
    }
    // Senders that got no answer send again: what had been taken is told apart.
    const known = idsOnDisk().length;
    let accepted = 0;
    for (let i = 0; i < sent.length; i += 1000)
      accepted += (await post(server.url, sent.slice(i, i + 1000))).body.accepted;
    expect(accepted).toBe(sent.length - known);
    expect(await answeredOf(server.url)).toBe(visits);
    expect(await server.end()).toEqual({ code: 0, signal: null });
  },
);
