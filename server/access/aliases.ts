// Aliases of agents: an HMAC of their id with a key of this server and the day, so that they can't be made from a list of
// ids, and tell nothing of the day before.
import { createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Aliases, Veil } from '#core/access/veil.ts';
import { dayOf, type LocalDay } from '#core/local-day.ts';

/** Without letters that look like digits. 32 of them: five bits each. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** 40 bits: of ten thousand agents two have the same once in sixty years of days. */
const LENGTH = 8;
const MOST_KEPT = 50_000;

/** The key of this server; made when it is first asked for. */
export function aliasKey(db: DatabaseSync): string {
  db.prepare("INSERT OR IGNORE INTO key (name, value) VALUES ('aliases', ?)").run(randomBytes(32).toString('base64'));
  return String(db.prepare("SELECT value FROM key WHERE name = 'aliases'").get()?.value);
}

/** @param zone IANA name of the clock whose midnight gives everybody another alias */
export function createVeil(aliases: Aliases, key: string, zone: string): Veil {
  const kept = new Map<string, string>();
  let day: LocalDay = dayOf(0, zone);
  return {
    aliases,
    aliasOf: (agent, at) => {
      if (at < day.fromAt || at >= day.toAt) day = dayOf(at, zone);
      const name = `${day.date} ${agent}`;
      const known = kept.get(name);
      if (known !== undefined) return known;
      if (kept.size >= MOST_KEPT) kept.clear();
      const made = codeOf(createHmac('sha256', Buffer.from(key, 'base64')).update(name).digest());
      kept.set(name, made);
      return made;
    },
  };
}

const codeOf = (bytes: Buffer): string =>
  `#${[...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % 32]).join('')}`;
