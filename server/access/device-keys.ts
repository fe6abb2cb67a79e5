// The keys of screens' devices: a screen that made one at its pairing proves with each connection that it holds it, so that
// a cookie that was copied opens nothing on another machine. Only public keys are kept.
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { provenText } from '#core/protocol/device.ts';
import { asAudited, type Asker } from './asker.ts';
import type { Doors } from './doors.ts';

/** Whoever is refused tries again and again. */
const SAID_EVERY_MS = 3_600_000;
/** An uncompressed point of P-256: 0x04, x, y. */
const POINT_BYTES = 65;
const HALF = 32;

interface Row {
  screen: string;
  key: string;
}

export class DeviceKeys {
  readonly #db: DatabaseSync;
  readonly #now: () => number;
  readonly #keys: Map<string, KeyObject>;
  /** screen → when its refusal was news, epoch ms */
  readonly #refused = new Map<string, number>();

  /** @param now epoch ms */
  constructor(db: DatabaseSync, now: () => number) {
    this.#db = db;
    this.#now = now;
    const rows = db.prepare('SELECT screen, key FROM screen_key').all() as unknown as Row[];
    this.#keys = new Map(
      rows.flatMap(({ screen, key }) => {
        const read = readKey(key);
        return read ? [[screen, read]] : [];
      }),
    );
  }

  has(screen: string): boolean {
    return this.#keys.has(screen);
  }

  /** @param key that isDeviceKey */
  keep(screen: string, key: string): void {
    const read = readKey(key);
    if (!read) return;
    this.#db.prepare('INSERT OR REPLACE INTO screen_key (screen, key) VALUES (?, ?)').run(screen, key);
    this.#keys.set(screen, read);
  }

  forget(screen: string): void {
    this.#db.prepare('DELETE FROM screen_key WHERE screen = ?').run(screen);
    this.#keys.delete(screen);
    this.#refused.delete(screen);
  }

  /** Whether a refusal is worth a line in the audit log. */
  isNews(screen: string): boolean {
    const at = this.#now();
    if (at - (this.#refused.get(screen) ?? -Infinity) < SAID_EVERY_MS) return false;
    this.#refused.set(screen, at);
    return true;
  }

  /** @param signature ECDSA with SHA-256, r and s side by side, base64url */
  proves(screen: string, nonce: string, signature: string): boolean {
    const key = this.#keys.get(screen);
    if (!key) return false;
    const signed = Buffer.from(provenText(nonce));
    return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  }
}

/** @param text base64url of a point of P-256 */
export const isDeviceKey = (text: string): boolean => readKey(text) !== null;

function readKey(text: string): KeyObject | null {
  const point = Buffer.from(text, 'base64url');
  if (point.length !== POINT_BYTES || point[0] !== 4) return null;
  const [x, y] = [point.subarray(1, 1 + HALF), point.subarray(1 + HALF)].map((half) => half.toString('base64url'));
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  } catch {
    return null;
  }
}

/** Into the audit log: a screen could not prove that it is the device that was paired. */
export function noteUnproven(
  { deviceKeys, audit }: Pick<Doors, 'deviceKeys' | 'audit'>,
  asker: Asker,
  address: string,
): void {
  if (!deviceKeys.isNews(asker.id)) return;
  audit.note({ who: asAudited(asker), what: 'device-unproven', about: 'refused', address });
}
