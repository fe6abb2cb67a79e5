// Ids of agents in what is older than they are told of: encrypted, the same each time (a synthetic IV, as in RFC 5297), with a
// key that lies apart from the events. Who reads events reads them as they were, so that nothing is counted otherwise.
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'past-';
const IV_BYTES = 16;
const CIPHER = 'aes-256-ctr';
const MOST_KEPT = 100_000;

export class CoveredIds {
  readonly #ivKey: Buffer;
  readonly #key: Buffer;
  readonly #covered = new Map<string, string>();
  readonly #read = new Map<string, string | null>();

  constructor(key: Buffer) {
    this.#ivKey = createHmac('sha256', key).update('covered ids, iv').digest();
    this.#key = createHmac('sha256', key).update('covered ids').digest();
  }

  static isCovered = (id: string): boolean => id.startsWith(PREFIX);

  cover(id: string): string {
    return kept(this.#covered, id, () => {
      const iv = this.#ivOf(id);
      const cipher = createCipheriv(CIPHER, this.#key, iv);
      return PREFIX + Buffer.concat([iv, cipher.update(id, 'utf8'), cipher.final()]).toString('base64url');
    });
  }

  /** null: it is none of ours */
  read(covered: string): string | null {
    if (!CoveredIds.isCovered(covered)) return null;
    return kept(this.#read, covered, () => {
      const bytes = Buffer.from(covered.slice(PREFIX.length), 'base64url');
      if (bytes.length <= IV_BYTES) return null;
      const iv = bytes.subarray(0, IV_BYTES);
      const cipher = createDecipheriv(CIPHER, this.#key, iv);
      const id = Buffer.concat([cipher.update(bytes.subarray(IV_BYTES)), cipher.final()]).toString();
      return timingSafeEqual(iv, this.#ivOf(id)) ? id : null;
    });
  }

  #ivOf(id: string): Buffer {
    return createHmac('sha256', this.#ivKey).update(id).digest().subarray(0, IV_BYTES);
  }
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (map.size >= MOST_KEPT) map.clear();
  map.set(key, made);
  return made;
}
