// Secrets that machines show: 256 random bits, kept as their SHA-256 only.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 43 letters, digits, "-" and "_" */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Takes as long wherever they differ. */
export function isSame(shown: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(shown)), Buffer.from(hashOf(secret)));
}
