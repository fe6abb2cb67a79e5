// Senders at work on a server, logs made without one, and what is in them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '#core/event.ts';
import { Inserter } from '../../server/log/inserter.ts';
import { openForWriting } from '../../server/log/schema.ts';
import { answered, post, queued } from './events.ts';

let visits = 0;

/** Visits that wait 4 s and are answered. */
export function visitsOf(queue: string, count: number, at = Date.now()): CloudEvent[] {
  return Array.from({ length: count }, () => {
    const visit = `v${++visits}`;
    return [queued(queue, visit, at - 5000), answered(visit, at - 1000)];
  }).flat();
}

export class Load {
  readonly acknowledged = new Set<string>();
  readonly #url: string;
  #isStopped = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Several senders; resolves when it is stopped or the server is gone. */
  async sendUntilStopped(senders = 3): Promise<void> {
    await Promise.all(Array.from({ length: senders }, () => this.#send()));
  }

  stop(): void {
    this.#isStopped = true;
  }

  async until(acknowledged: number): Promise<void> {
    while (this.acknowledged.size < acknowledged) await pause(5);
  }

  async #send(): Promise<void> {
    while (!this.#isStopped) {
      const events = visitsOf('load', 20);
      const answer = await post(this.#url, events).catch(() => null);
      if (answer?.status !== 200) return;
      for (const { id } of events) this.acknowledged.add(id);
    }
  }
}

/** @returns ids in the order of the log; says so when it is damaged */
export function idsIn(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = db.prepare('SELECT id FROM event ORDER BY seq').all();
    const [health] = db.prepare('PRAGMA integrity_check').all();
    if (health.integrity_check !== 'ok') throw new Error(`${file}: ${String(health.integrity_check)}`);
    return rows.map((row) => row.id as string);
  } finally {
    db.close();
  }
}

/** A data folder with a log of so many events. @param padding bytes more in each @param until of the last, epoch ms */
export function makeLog(folder: string, events: number, padding = 0, until = Date.now()): string {
  mkdirSync(folder, { recursive: true });
  const db = openForWriting(join(folder, 'events.db'));
  const inserter = new Inserter(db);
  const at = until - events;
  const more = padding > 0 ? { padding: 'x'.repeat(padding) } : {};
  db.exec('BEGIN');
  for (let i = 0; i < events; i++) {
    const one = { ...queued('Тарифы', `${folder}-${i}`, at + i), ...more };
    inserter.add(one.source, one.id, at + i, 0, JSON.stringify(one));
  }
  db.exec('COMMIT');
  db.close();
  return folder;
}
